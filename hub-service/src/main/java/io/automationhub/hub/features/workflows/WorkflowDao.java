package io.automationhub.hub.features.workflows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code workflows} and their versions; tenancy is the transaction's. */
interface WorkflowDao {

    @SqlUpdate("""
            insert into workflows (id, organization_id, slug, name, description, draft, version, created_at, updated_at)
            values (:id, :organizationId, :slug, :name, :description, :draft, :version, :createdAt, :updatedAt)
            on conflict (organization_id, slug) do nothing
            """)
    int insert(@BindMethods WorkflowRow row);

    @SqlQuery("select * from workflows where id = :id")
    Optional<WorkflowRow> byId(UUID id);

    @SqlQuery("select * from workflows where slug = :slug")
    Optional<WorkflowRow> bySlug(String slug);

    @SqlQuery("""
            select * from workflows
            where (:after::uuid is null or id > :after)
            order by id
            limit :limit
            """)
    List<WorkflowRow> page(@Nullable UUID after, int limit);

    /** Writes the row where its version is still the one before; 0 when it is not. */
    @SqlUpdate("""
            update workflows
            set name = :name, description = :description, draft = :draft, published_version = :publishedVersion,
                version = :version, updated_at = :updatedAt
            where id = :id and version = :version - 1
            """)
    int update(@BindMethods WorkflowRow row);

    @SqlUpdate("delete from workflows where id = :id and version = :version")
    int delete(UUID id, int version);

    @SqlUpdate("""
            insert into workflow_versions (workflow_id, version, organization_id, source, plan, published_at, published_by)
            values (:workflow, :version, :organization, :source, :plan::jsonb, :at, :by)
            """)
    void insertVersion(
            UUID workflow, int version, UUID organization, String source, String plan, Instant at, String by);

    @SqlQuery("""
            select workflow_id, version, source, published_at, published_by from workflow_versions
            where workflow_id = :workflow and (:before::integer is null or version < :before)
            order by version desc
            limit :limit
            """)
    List<WorkflowVersionRow> versions(UUID workflow, @Nullable Integer before, int limit);

    @SqlQuery("select source from workflow_versions where workflow_id = :workflow and version = :version")
    Optional<String> source(UUID workflow, int version);

    @SqlUpdate("update workflows set retention_days = :days, retention_runs = :runs where id = :workflow")
    void setRetention(UUID workflow, @Nullable Integer days, @Nullable Integer runs);

    /** Workflows with a rule of their own, of every organization. */
    @SqlQuery("""
            select id, organization_id, retention_days, retention_runs from workflows
            where retention_days is not null or retention_runs is not null
            """)
    List<RuledRow> ruled();

    /** A workflow and how long its ended runs are kept. */
    record RuledRow(
            UUID id,
            UUID organizationId,
            @Nullable Integer retentionDays,
            @Nullable Integer retentionRuns) {}

    @SqlQuery("select plan from workflow_versions where workflow_id = :workflow and version = :version")
    Optional<String> plan(UUID workflow, int version);
}
