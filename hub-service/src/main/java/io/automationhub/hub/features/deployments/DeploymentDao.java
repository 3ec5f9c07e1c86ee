package io.automationhub.hub.features.deployments;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code deployments}; tenancy is the transaction's. */
interface DeploymentDao {

    @SqlUpdate("""
            insert into deployments (id, organization_id, project_id, environment_id, run_id, kind, ref, release_id,
                status, requested_by, created_at)
            values (:id, :organizationId, :projectId, :environmentId, :runId, :kind, :ref, :releaseId, :status,
                :requestedBy, :createdAt)
            """)
    void insert(@BindMethods DeploymentRow row);

    @SqlQuery("select * from deployments where id = :id")
    Optional<DeploymentRow> byId(UUID id);

    @SqlQuery("select * from deployments where run_id = :run")
    Optional<DeploymentRow> byRun(UUID run);

    /** Newest first; each filter is off where it is null, {@code only} where it is empty. */
    @SqlQuery("""
            select * from deployments
            where (:project::uuid is null or project_id = :project)
                and (:environment::uuid is null or environment_id = :environment)
                and (:status::text is null or status = :status)
                and (cardinality(:only::uuid[]) = 0 or project_id = any(:only))
                and (:before::uuid is null or id < :before)
            order by id desc
            limit :limit
            """)
    List<DeploymentRow> page(
            @Nullable UUID project,
            @Nullable UUID environment,
            @Nullable String status,
            UUID[] only,
            @Nullable UUID before,
            int limit);

    @SqlUpdate("""
            update deployments set status = 'running', started_at = :at
            where id = :id and status = 'queued'
            """)
    int markStarted(UUID id, Instant at);

    @SqlUpdate("update deployments set release_id = :release where id = :id")
    int setRelease(UUID id, UUID release);

    /** The first call decides what served before; a repetition leaves it. */
    @SqlUpdate("""
            update deployments
            set status = 'baking', previous_release_id = coalesce(previous_release_id, :previous)
            where id = :id and ended_at is null
            """)
    int markBaking(UUID id, @Nullable UUID previous);

    /** Records what a deployment took out of service. */
    @SqlUpdate("update deployments set previous_release_id = :previous where id = :id and ended_at is null")
    int setPrevious(UUID id, UUID previous);

    @SqlUpdate("""
            update deployments set status = :status, failure = :failure::jsonb, ended_at = :at
            where id = :id and ended_at is null
            """)
    int end(UUID id, String status, @Nullable String failure, Instant at);
}
