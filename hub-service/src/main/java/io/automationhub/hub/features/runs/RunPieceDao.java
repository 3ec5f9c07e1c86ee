package io.automationhub.hub.features.runs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Statements on {@code run_pieces}; tenancy is the transaction's. */
interface RunPieceDao {

    @SqlBatch("""
            insert into run_pieces (run_id, organization_id, list, first, last, starts_at, ends_at, content)
            values (:runId, :organizationId, :list, :first, :last, :startsAt, :endsAt, :content::jsonb)
            on conflict (run_id, list, first) do nothing
            """)
    void insert(@BindMethods List<RunPieceRow> pieces);

    /** What it takes to decide who may read a run's lists, and where they are. */
    @SqlQuery("""
            select (request #>> '{scope,project}')::uuid as project,
                exists (select from run_pieces where run_id = runs.id) as in_pieces
            from runs where id = :run
            """)
    Optional<Head> head(UUID run);

    /** Pieces that hold elements from a place on, and of a span of time; in order. */
    @SqlQuery("""
            select run_id, organization_id, list, first, last, starts_at, ends_at, content
            from run_pieces
            where run_id = :run and list = :list and last >= :place
                and (:from::timestamptz is null or ends_at >= :from)
                and (:to::timestamptz is null or starts_at < :to)
            order by first
            limit :limit
            """)
    List<RunPieceRow> from(UUID run, String list, int place, @Nullable Instant from, @Nullable Instant to, int limit);

    /** @param inPieces whether the run's lists are in {@code run_pieces} */
    record Head(@Nullable UUID project, boolean inPieces) {}
}
