package io.automationhub.hub.features.runs;

import io.automationhub.agents.analytics.RunStatistics.OfWorkflow;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code runs}; tenancy is the transaction's. */
interface RunDao {

    @SqlUpdate("""
            insert into runs (id, organization_id, workflow_id, workflow_version, name, trigger, request, status,
                requested_by, retry_of, created_at)
            values (:id, :organizationId, :workflowId, :workflowVersion, :name, :trigger::jsonb, :request::jsonb,
                :status, :requestedBy, :retryOf, :createdAt)
            on conflict (id) do nothing
            """)
    int insert(@BindMethods RunRow row);

    @SqlQuery("""
            select id, organization_id, workflow_id, workflow_version, name, trigger, request, status, steps, output,
                error, requested_by, retry_of, created_at, started_at, ended_at
            from runs where id = :id
            """)
    Optional<RunRow> byId(UUID id);

    @SqlQuery("select request from runs where id = :id")
    Optional<String> requestOf(UUID id);

    @SqlQuery("select trigger from runs where id = :id")
    Optional<String> triggerOf(UUID id);

    @SqlUpdate("update runs set handed_over = true where id = :id and not handed_over")
    int markHandedOver(UUID id);

    @SqlUpdate("""
            update runs set status = 'running', started_at = :at
            where id = :id and ended_at is null and started_at is null
            """)
    int markStarted(UUID id, Instant at);

    /** The run, kept from changing until this transaction ends; null when it has ended. */
    @SqlQuery("select id from runs where id = :id and ended_at is null for no key update")
    @Nullable
    UUID holdOpen(UUID id);

    @SqlUpdate("update runs set status = :status where id = :id and ended_at is null and status <> :status")
    int markStatus(UUID id, String status);

    @SqlUpdate("""
            update runs
            set status = :status, steps = :steps::jsonb, output = :output::jsonb, error = :error::jsonb,
                started_at = coalesce(started_at, :startedAt), ended_at = :endedAt, handed_over = true
            where id = :id and ended_at is null
            """)
    int finish(
            UUID id,
            String status,
            String steps,
            @Nullable String output,
            @Nullable String error,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt);

    /** Runs that ended, by workflow; those without one by their name. */
    @SqlQuery("""
            select workflow_id as workflow, max(name) as name, count(*) as runs,
                count(*) filter (where status = 'succeeded') as succeeded,
                count(*) filter (where status = 'failed') as failed,
                count(*) filter (where status = 'canceled') as canceled,
                avg(extract(epoch from ended_at - started_at))::float8 as mean_seconds,
                percentile_cont(0.5) within group (order by extract(epoch from ended_at - started_at)::float8)
                    as p50_seconds,
                percentile_cont(0.95) within group (order by extract(epoch from ended_at - started_at)::float8)
                    as p95_seconds
            from runs
            where organization_id = :organization and id >= :from and id < :to and ended_at is not null
                and (:workflow::uuid is null or workflow_id = :workflow)
            group by workflow_id, case when workflow_id is null then name end
            order by count(*) desc, max(name)
            limit 200
            """)
    List<OfWorkflow> statistics(OrganizationId organization, UUID from, UUID to, @Nullable UUID workflow);

    /** Runs that were asked for and, as far as is known, not given to Temporal. Across tenants. */
    @SqlQuery("""
            select id, organization_id from runs
            where not handed_over and created_at < :before
            order by created_at
            limit :limit
            """)
    List<Unstarted> unstarted(Instant before, int limit);

    /** A run that waits to be started. */
    record Unstarted(UUID id, UUID organizationId) {}
}
