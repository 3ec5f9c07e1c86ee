package io.automationhub.hub.features.secrets;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.KeyColumn;
import org.jdbi.v3.sqlobject.config.ValueColumn;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** SQL of variables. */
interface VariableDao {

    @SqlQuery("""
            insert into variables
              (organization_id, scope_kind, scope_id, name, value, version, created_at, updated_at)
            values (:organization, :scope.label, :scope.id, :name, :value, 1, :now, :now)
            on conflict (organization_id, scope_kind, scope_id, name) do update
            set value = excluded.value, version = variables.version + 1, updated_at = excluded.updated_at
            returning scope_kind, scope_id, name, value, version, created_at, updated_at""")
    VariableRow put(
            OrganizationId organization,
            @BindMethods("scope") ValueScope scope,
            String name,
            String value,
            Instant now);

    @SqlQuery("""
            select scope_kind, scope_id, name, value, version, created_at, updated_at
            from variables
            where organization_id = :organization and scope_kind = :scope.label and scope_id = :scope.id
              and name = :name
            for update""")
    Optional<VariableRow> lock(OrganizationId organization, @BindMethods("scope") ValueScope scope, String name);

    @SqlQuery("""
            select scope_kind, scope_id, name, value, version, created_at, updated_at
            from variables
            where organization_id = :organization and scope_kind = :scope.label and scope_id = :scope.id
              and (:after::text is null or name > :after)
            order by name limit :limit""")
    List<VariableRow> page(
            OrganizationId organization, @BindMethods("scope") ValueScope scope, @Nullable String after, int limit);

    @SqlUpdate("""
            delete from variables
            where organization_id = :organization and scope_kind = :scope.label and scope_id = :scope.id
              and name = :name""")
    void delete(OrganizationId organization, @BindMethods("scope") ValueScope scope, String name);

    @SqlUpdate("""
            delete from variables
            where organization_id = :organization and scope_kind = :scope.label and scope_id = :scope.id""")
    void deleteScope(OrganizationId organization, @BindMethods("scope") ValueScope scope);

    @KeyColumn("name")
    @ValueColumn("value")
    @SqlQuery("""
            select distinct on (name) name, value
            from variables
            where organization_id = :organization
              and (scope_kind = 'organization'
                or scope_kind = 'project' and scope_id = :project
                or scope_kind = 'environment' and scope_id = :environment)
            order by name, case scope_kind when 'environment' then 1 when 'project' then 2 else 3 end""")
    Map<String, String> visible(OrganizationId organization, @Nullable UUID project, @Nullable UUID environment);
}
