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

/** SQL of secrets. */
interface SecretDao {

    /** The next version of a name; other changes of the name wait until the transaction ends. */
    @SqlQuery("""
            insert into secret_names (organization_id, name, last_version) values (:organization, :name, 1)
            on conflict (organization_id, name) do update set last_version = secret_names.last_version + 1
            returning last_version""")
    int nextVersion(OrganizationId organization, String name);

    @SqlQuery("""
            insert into secrets
              (organization_id, id, scope_kind, scope_id, name, version, hosts, created_at, updated_at, updated_by)
            values (:organization, :id, :scope.label, :scope.id, :name, :version, coalesce(:hosts::text[], '{}'),
              :now, :now, :by)
            on conflict (organization_id, scope_kind, scope_id, name) do update
            set version = excluded.version,
                hosts = case when secrets.deleted_at is null then coalesce(:hosts::text[], secrets.hosts)
                             else excluded.hosts end,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by,
                created_at = case when secrets.deleted_at is null then secrets.created_at else excluded.created_at end,
                deleted_at = null
            returning id, scope_kind, scope_id, name, version, hosts, created_at, updated_at, updated_by,
              deleted_at""")
    SecretRow put(
            OrganizationId organization,
            UUID id,
            @BindMethods("scope") ValueScope scope,
            String name,
            int version,
            String @Nullable [] hosts,
            Instant now,
            String by);

    @SqlUpdate("""
            insert into secret_versions
              (organization_id, id, secret_id, name, version, key_id, wrapped_key, ciphertext, created_at)
            values (:row.organizationId, :row.id, :secret, :row.name, :row.version, :row.keyId, :row.wrappedKey,
              :row.ciphertext, :now)""")
    void addVersion(UUID secret, @BindMethods("row") SecretVersionRow row, Instant now);

    @SqlQuery("""
            select id, scope_kind, scope_id, name, version, hosts, created_at, updated_at, updated_by,
              deleted_at
            from secrets
            where organization_id = :organization and scope_kind = :scope.label and scope_id = :scope.id
              and name = :name""")
    Optional<SecretRow> find(OrganizationId organization, @BindMethods("scope") ValueScope scope, String name);

    @SqlQuery("""
            select id, scope_kind, scope_id, name, version, hosts, created_at, updated_at, updated_by,
              deleted_at
            from secrets
            where organization_id = :organization and scope_kind = :scope.label and scope_id = :scope.id
              and deleted_at is null and (:after::text is null or name > :after)
            order by name limit :limit""")
    List<SecretRow> page(
            OrganizationId organization, @BindMethods("scope") ValueScope scope, @Nullable String after, int limit);

    @SqlUpdate("""
            update secrets set deleted_at = :now, updated_at = :now, updated_by = :by
            where organization_id = :organization and id = :id and deleted_at is null""")
    int delete(OrganizationId organization, UUID id, Instant now, String by);

    @SqlUpdate("delete from secrets where organization_id = :organization and id = :id")
    int purge(OrganizationId organization, UUID id);

    @SqlUpdate("""
            delete from secrets
            where organization_id = :organization and scope_kind = :scope.label and scope_id = :scope.id""")
    int purgeScope(OrganizationId organization, @BindMethods("scope") ValueScope scope);

    /** The value that counts in a place: the narrowest scope's newest, or the very version asked for. */
    @SqlQuery("""
            select v.organization_id, v.id, s.scope_kind, s.scope_id, v.name, v.version, v.key_id, v.wrapped_key,
              v.ciphertext
            from secrets s join secret_versions v on v.organization_id = s.organization_id and v.secret_id = s.id
            where s.organization_id = :organization and s.name = :name and v.name = :name
              and (s.scope_kind = 'organization'
                or s.scope_kind = 'project' and s.scope_id = :project
                or s.scope_kind = 'environment' and s.scope_id = :environment)
              and case when :version::int is null then s.deleted_at is null and v.version = s.version
                       else v.version = :version end
            order by case s.scope_kind when 'environment' then 1 when 'project' then 2 else 3 end
            limit 1""")
    Optional<SecretVersionRow> visible(
            OrganizationId organization,
            @Nullable UUID project,
            @Nullable UUID environment,
            String name,
            @Nullable Integer version);

    /** The secret that counts in a place: the narrowest scope's. */
    @SqlQuery("""
            select id, scope_kind, scope_id, name, version, hosts, created_at, updated_at, updated_by, deleted_at
            from secrets
            where organization_id = :organization and name = :name and deleted_at is null
              and (scope_kind = 'organization'
                or scope_kind = 'project' and scope_id = :project
                or scope_kind = 'environment' and scope_id = :environment)
            order by case scope_kind when 'environment' then 1 when 'project' then 2 else 3 end
            limit 1""")
    Optional<SecretRow> current(
            OrganizationId organization, @Nullable UUID project, @Nullable UUID environment, String name);

    @KeyColumn("name")
    @ValueColumn("version")
    @SqlQuery("""
            select distinct on (name) name, version
            from secrets
            where organization_id = :organization and deleted_at is null
              and (scope_kind = 'project' and scope_id = :project
                or scope_kind = 'environment' and scope_id = :environment)
            order by name, scope_kind""")
    Map<String, Integer> newestVersions(
            OrganizationId organization, @Nullable UUID project, @Nullable UUID environment);

    @SqlQuery("select id from secret_versions where organization_id = :organization")
    List<UUID> versionIds(OrganizationId organization);

    @SqlQuery("""
            select v.organization_id, v.id, s.scope_kind, s.scope_id, v.name, v.version, v.key_id, v.wrapped_key,
              v.ciphertext
            from secret_versions v join secrets s on s.organization_id = v.organization_id and s.id = v.secret_id
            where v.organization_id = :organization and v.id = any(:ids)""")
    List<SecretVersionRow> versions(OrganizationId organization, UUID[] ids);

    @SqlQuery("""
            select v.organization_id, v.id, s.scope_kind, s.scope_id, v.name, v.version, v.key_id, v.wrapped_key,
              v.ciphertext
            from secret_versions v join secrets s on s.organization_id = v.organization_id and s.id = v.secret_id
            where v.key_id <> :keyId
            order by v.id limit :limit
            for update of v""")
    List<SecretVersionRow> wrappedByOtherThan(String keyId, int limit);

    @SqlUpdate("""
            update secret_versions set key_id = :row.keyId, wrapped_key = :row.wrappedKey
            where organization_id = :row.organizationId and id = :row.id""")
    void rewrap(@BindMethods("row") SecretVersionRow row);

    @SqlQuery("select key_id from secret_versions union select key_id from audit_heads")
    List<String> keyIdsInUse();
}
