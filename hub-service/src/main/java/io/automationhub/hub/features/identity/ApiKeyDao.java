package io.automationhub.hub.features.identity;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** SQL of API keys. */
interface ApiKeyDao {

    @SqlUpdate("""
            insert into api_keys
              (organization_id, id, name, scopes, projects, addresses, bootstrap, created_at, created_by, expires_at)
            values (:organizationId, :id, :name, :scopes, :projects, :addresses, :bootstrap, :createdAt, :createdBy,
              :expiresAt)""")
    void insert(@BindMethods ApiKeyRow row);

    @SqlUpdate("""
            insert into api_key_secrets (organization_id, api_key_id, hash, hint, created_at, expires_at)
            values (:organizationId, :apiKeyId, :hash, :hint, :createdAt, :expiresAt)
            on conflict (hash) do update set expires_at = excluded.expires_at""")
    void addSecret(@BindMethods ApiKeySecretRow row);

    /** Ends the secrets of a key that have not ended before. */
    @SqlUpdate("""
            update api_key_secrets set expires_at = :at
            where organization_id = :organization and api_key_id = :id and (expires_at is null or expires_at > :at)""")
    void endSecrets(OrganizationId organization, ApiKeyId id, Instant at);

    @SqlUpdate("""
            delete from api_key_secrets
            where organization_id = :organization and api_key_id = :id and expires_at <= :now""")
    void removeEnded(OrganizationId organization, ApiKeyId id, Instant now);

    @SqlUpdate("""
            update api_keys set revoked_at = :now
            where organization_id = :organization and id = :id and revoked_at is null""")
    int revoke(OrganizationId organization, ApiKeyId id, Instant now);

    @SqlUpdate("""
            update api_keys set revoked_at = null, expires_at = null
            where organization_id = :organization and id = :id""")
    void restore(OrganizationId organization, ApiKeyId id);

    @SqlQuery("""
            select organization_id, id, name, scopes, projects, addresses, bootstrap, created_at, created_by, expires_at,
              revoked_at, last_used_at, last_used_address
            from api_keys where organization_id = :organization and id = :id
            for update""")
    Optional<ApiKeyRow> lock(OrganizationId organization, ApiKeyId id);

    @SqlQuery("""
            select organization_id, id, name, scopes, projects, addresses, bootstrap, created_at, created_by, expires_at,
              revoked_at, last_used_at, last_used_address
            from api_keys where organization_id = :organization and bootstrap
            for update""")
    Optional<ApiKeyRow> bootstrap(OrganizationId organization);

    @SqlQuery("""
            select organization_id, id, name, scopes, projects, addresses, bootstrap, created_at, created_by, expires_at,
              revoked_at, last_used_at, last_used_address
            from api_keys
            where organization_id = :organization and revoked_at is null and (:after::uuid is null or id > :after)
            order by id limit :limit""")
    List<ApiKeyRow> page(OrganizationId organization, @Nullable UUID after, int limit);

    @SqlQuery("""
            select organization_id, api_key_id, hash, hint, created_at, expires_at
            from api_key_secrets
            where organization_id = :organization and api_key_id = any(:ids)
            order by created_at desc""")
    List<ApiKeySecretRow> secrets(OrganizationId organization, UUID[] ids);

    /** Over all organizations: nobody knows yet whose the key is. */
    @SqlQuery("""
            select s.hash, k.organization_id, k.id, k.scopes, k.projects, k.addresses,
              least(k.expires_at, s.expires_at) as expires_at, k.revoked_at
            from api_key_secrets s join api_keys k on k.id = s.api_key_id
            where s.hash = :hash""")
    Optional<KnownKey> known(byte[] hash);

    @SqlUpdate("""
            update api_keys k set last_used_at = u.at, last_used_address = u.address
            from unnest(:ids::uuid[], :times::text[]::timestamptz[], :addresses::text[]) as u (id, at, address)
            where k.id = u.id and (k.last_used_at is null or k.last_used_at < u.at)""")
    void used(UUID[] ids, String[] times, String[] addresses);

    @SqlQuery("select slug, name from organizations where id = :organization")
    OrganizationName organization(OrganizationId organization);

    /** Lets one start at a time make the first key. */
    @SqlQuery("select 1 from pg_advisory_xact_lock(hashtext('bootstrap key'))")
    int lockBootstrap();
}
