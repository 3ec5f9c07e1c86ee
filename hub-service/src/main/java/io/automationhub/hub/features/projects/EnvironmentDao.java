package io.automationhub.hub.features.projects;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code environments} and their domains; tenancy is the transaction's. */
interface EnvironmentDao {

    @SqlUpdate("""
            insert into environments (id, organization_id, project_id, slug, name, host, overrides, version, created_at,
                updated_at)
            values (:id, :organizationId, :projectId, :slug, :name, :host, :overrides::jsonb, :version, :createdAt,
                :updatedAt)
            on conflict (project_id, slug) where deleted_at is null do nothing
            """)
    int insert(@BindMethods EnvironmentRow row);

    @SqlQuery("""
            select e.*, array(select d.domain from environment_domains d where d.environment_id = e.id
                order by d.position) as domains
            from environments e
            where e.id = :id and e.deleted_at is null
            """)
    Optional<EnvironmentRow> byId(UUID id);

    @SqlQuery("""
            select e.*, array(select d.domain from environment_domains d where d.environment_id = e.id
                order by d.position) as domains
            from environments e
            where e.project_id = :project and e.slug = :slug and e.deleted_at is null
            """)
    Optional<EnvironmentRow> bySlug(UUID project, String slug);

    @SqlQuery("""
            select e.*, array(select d.domain from environment_domains d where d.environment_id = e.id
                order by d.position) as domains
            from environments e
            where e.project_id = :project and e.deleted_at is null and (:after::uuid is null or e.id > :after)
            order by e.id
            limit :limit
            """)
    List<EnvironmentRow> page(UUID project, @Nullable UUID after, int limit);

    /** Writes the row where its version is still the one before; 0 when it is not. */
    @SqlUpdate("""
            update environments
            set name = :name, host = :host, overrides = :overrides::jsonb, version = :version, updated_at = :updatedAt
            where id = :id and version = :version - 1 and deleted_at is null
            """)
    int update(@BindMethods EnvironmentRow row);

    @SqlUpdate("""
            update environments set deleted_at = :at where id = :id and version = :version and deleted_at is null
            """)
    int delete(UUID id, int version, Instant at);

    @SqlUpdate("delete from environment_domains where environment_id = :environment")
    int clearDomains(UUID environment);

    /** Claims a domain for an environment; 0 when some environment of this installation has it. */
    @SqlUpdate("""
            insert into environment_domains (domain, organization_id, environment_id, position)
            values (:domain, :organization, :environment, :position)
            on conflict (domain) do nothing
            """)
    int claimDomain(String domain, UUID organization, UUID environment, int position);

    @SqlUpdate("update environments set current_release_id = :release where id = :id")
    int setCurrentRelease(UUID id, @Nullable UUID release);
}
