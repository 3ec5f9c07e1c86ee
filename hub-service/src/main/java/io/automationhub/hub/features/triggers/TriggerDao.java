package io.automationhub.hub.features.triggers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Statements on {@code triggers}; tenancy is the transaction's. */
interface TriggerDao {

    String COLUMNS = """
            id, organization_id, workflow_id, name, type, enabled, pinned_version, input, settings, version,
            scheduled_until, created_at, updated_at, created_by
            """;

    @SqlUpdate("""
            insert into triggers (id, organization_id, workflow_id, name, type, enabled, pinned_version, input, settings,
                key_id, wrapped_key, ciphertext, version, scheduled_until, created_at, updated_at, created_by)
            values (:row.id, :row.organizationId, :row.workflowId, :row.name, :row.type, :row.enabled,
                :row.pinnedVersion, :row.input::jsonb, :row.settings::jsonb, :keyId, :wrappedKey, :ciphertext,
                :row.version, :row.scheduledUntil, :row.createdAt, :row.updatedAt, :row.createdBy)
            """)
    void insert(
            @BindMethods("row") TriggerRow row,
            @Nullable String keyId,
            byte @Nullable [] wrappedKey,
            byte @Nullable [] ciphertext);

    @SqlQuery("select " + COLUMNS + " from triggers where id = :id")
    Optional<TriggerRow> byId(UUID id);

    /** The trigger, kept from being removed until the transaction ends. */
    @SqlQuery("select " + COLUMNS + " from triggers where id = :id and enabled for key share")
    Optional<TriggerRow> holdEnabled(UUID id);

    @SqlQuery("select " + COLUMNS + """
            from triggers
            where workflow_id = :workflow and (:after::uuid is null or id > :after)
            order by id
            limit :limit
            """)
    List<TriggerRow> page(UUID workflow, @Nullable UUID after, int limit);

    /** Those of the transaction's organization that wait for events or the ends of runs. */
    @SqlQuery("select " + COLUMNS + """
            from triggers
            where organization_id = :organization and enabled and type in ('event', 'run')
            order by id
            """)
    List<TriggerRow> listening(UUID organization);

    /** Enabled schedules. Across tenants. */
    @SqlQuery("select id from triggers where enabled and type = 'schedule'")
    List<UUID> scheduled();

    /** Writes the row where its version is still the one before; 0 when it is not. */
    @SqlUpdate("""
            update triggers
            set name = :name, enabled = :enabled, pinned_version = :pinnedVersion, input = :input::jsonb,
                settings = :settings::jsonb, version = :version, scheduled_until = :scheduledUntil,
                updated_at = :updatedAt
            where id = :id and version = :version - 1
            """)
    int update(@BindMethods TriggerRow row);

    @SqlUpdate("delete from triggers where id = :id and version = :version")
    int delete(UUID id, int version);

    @SqlUpdate("update triggers set scheduled_until = :until where id = :id and scheduled_until < :until")
    int settle(UUID id, Instant until);

    @SqlQuery("""
            select id, organization_id, key_id, wrapped_key, ciphertext from triggers
            where id = :id and ciphertext is not null
            """)
    Optional<TriggerSecretRow> secret(UUID id);

    @SqlUpdate("""
            update triggers set key_id = :keyId, wrapped_key = :wrappedKey, ciphertext = :ciphertext
            where id = :id
            """)
    void putSecret(@BindMethods TriggerSecretRow row);

    @SqlUpdate("update triggers set version = version + 1, updated_at = :now where id = :id and version = :version")
    int touch(UUID id, int version, Instant now);

    @SqlQuery("select distinct key_id from triggers where key_id is not null")
    List<String> keyIdsInUse();

    @SqlQuery("""
            select id, organization_id, key_id, wrapped_key, ciphertext from triggers
            where key_id is not null and key_id <> :keyId
            order by id limit :limit
            for update
            """)
    List<TriggerSecretRow> wrappedByOtherThan(String keyId, int limit);
}
