package io.automationhub.hub.features.projects;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code projects}; tenancy is the transaction's. */
interface ProjectDao {

    @SqlUpdate("""
            insert into projects (id, organization_id, slug, name, source, build, runtime, version, created_at, updated_at)
            values (:id, :organizationId, :slug, :name, :source::jsonb, :build::jsonb, :runtime::jsonb, :version,
                :createdAt, :updatedAt)
            on conflict (organization_id, slug) where deleted_at is null do nothing
            """)
    int insert(@BindMethods ProjectRow row);

    @SqlQuery("select * from projects where id = :id and deleted_at is null")
    Optional<ProjectRow> byId(UUID id);

    @SqlQuery("select * from projects where slug = :slug and deleted_at is null")
    Optional<ProjectRow> bySlug(String slug);

    @SqlQuery("""
            select * from projects
            where deleted_at is null and (:after::uuid is null or id > :after)
            order by id
            limit :limit
            """)
    List<ProjectRow> page(@Nullable UUID after, int limit);

    @SqlQuery("""
            select * from projects
            where id = any(:only) and deleted_at is null and (:after::uuid is null or id > :after)
            order by id
            limit :limit
            """)
    List<ProjectRow> pageOf(UUID[] only, @Nullable UUID after, int limit);

    /** Writes the row where its version is still the one before; 0 when it is not. */
    @SqlUpdate("""
            update projects
            set name = :name, source = :source::jsonb, build = :build::jsonb, runtime = :runtime::jsonb,
                version = :version, updated_at = :updatedAt
            where id = :id and version = :version - 1 and deleted_at is null
            """)
    int update(@BindMethods ProjectRow row);

    @SqlUpdate("""
            update projects set deleted_at = :at where id = :id and version = :version and deleted_at is null
            """)
    int delete(UUID id, int version, Instant at);
}
