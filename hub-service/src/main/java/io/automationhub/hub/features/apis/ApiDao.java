package io.automationhub.hub.features.apis;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code apis}; tenancy is the transaction's. */
interface ApiDao {

    @SqlUpdate("""
            insert into apis (id, organization_id, slug, settings, version, created_at, updated_at)
            values (:id, :organizationId, :slug, :settings::jsonb, :version, :createdAt, :updatedAt)
            on conflict (organization_id, slug) do nothing
            """)
    int insert(@BindMethods ApiRow row);

    @SqlQuery("select * from apis where id = :id")
    Optional<ApiRow> byId(UUID id);

    @SqlQuery("select * from apis where slug = :slug")
    Optional<ApiRow> bySlug(String slug);

    @SqlQuery("select * from apis where :after::uuid is null or id > :after order by id limit :limit")
    List<ApiRow> page(@Nullable UUID after, int limit);

    /** Writes the row where its version is still the one before; 0 when it is not. */
    @SqlUpdate("""
            update apis set settings = :settings::jsonb, version = :version, updated_at = :updatedAt
            where id = :id and version = :version - 1
            """)
    int update(@BindMethods ApiRow row);

    @SqlUpdate("delete from apis where id = :id and version = :version")
    int delete(UUID id, int version);
}
