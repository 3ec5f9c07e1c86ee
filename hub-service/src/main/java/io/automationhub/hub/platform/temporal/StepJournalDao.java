package io.automationhub.hub.platform.temporal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code step_journal}; tenancy is the transaction's. */
interface StepJournalDao {

    @SqlQuery("select ended_at is not null as ended, output from step_journal where key = :key")
    Optional<Row> byKey(String key);

    @SqlUpdate("""
            insert into step_journal (key, organization_id, run_id, intended_at)
            values (:key, :organization, :run, :at)
            on conflict (key) do nothing
            """)
    int intend(String key, UUID organization, UUID run, Instant at);

    @SqlUpdate("""
            insert into step_journal (key, organization_id, run_id, intended_at, ended_at, output)
            values (:key, :organization, :run, :at, :at, :output::jsonb)
            on conflict (key) do update set ended_at = excluded.ended_at, output = excluded.output
            where step_journal.ended_at is null
            """)
    int end(String key, UUID organization, UUID run, Instant at, String output);

    @SqlUpdate("delete from step_journal where key = :key and ended_at is null")
    int withdraw(String key);

    @SqlBatch("delete from step_journal where run_id = :run")
    void forget(@Bind("run") List<UUID> runs);

    /** What is known of a key. */
    record Row(boolean ended, @Nullable String output) {}
}
