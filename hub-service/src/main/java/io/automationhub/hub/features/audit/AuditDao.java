package io.automationhub.hub.features.audit;

import io.automationhub.workflows.ids.OrganizationId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** SQL of the audit chain. */
interface AuditDao {

    @SqlQuery("""
            select sequence, hash, seal, key_id, wrapped_key, ciphertext
            from audit_heads where organization_id = :organization
            for update""")
    Optional<AuditHead> lockHead(OrganizationId organization);

    @SqlQuery("""
            select sequence, hash, seal, key_id, wrapped_key, ciphertext
            from audit_heads where organization_id = :organization""")
    Optional<AuditHead> head(OrganizationId organization);

    @SqlUpdate("""
            insert into audit_heads (organization_id, sequence, hash, seal, key_id, wrapped_key, ciphertext)
            values (:organization, :head.sequence, :head.hash, :head.seal, :head.keyId, :head.wrappedKey, :head.ciphertext)
            on conflict do nothing""")
    void begin(OrganizationId organization, @BindMethods("head") AuditHead head);

    /** The entry and the new end of the chain, in one statement. */
    @SqlUpdate("""
            with entry as (
              insert into audit_entries
                (organization_id, sequence, time, subject, action, resource_type, resource_id, change, hash)
              values (:row.organizationId, :row.sequence, :row.time, :row.subject, :row.action, :row.resourceType,
                :row.resourceId, :row.change::json, :row.hash)
            )
            update audit_heads set sequence = :row.sequence, hash = :row.hash, seal = :seal
            where organization_id = :row.organizationId""")
    void append(@BindMethods("row") AuditRow row, byte[] seal);

    @SqlUpdate("""
            update audit_heads set key_id = :head.keyId, wrapped_key = :head.wrappedKey
            where organization_id = :organization""")
    void rewrap(OrganizationId organization, @BindMethods("head") AuditHead head);

    @SqlQuery("select id from organizations order by id")
    List<OrganizationId> organizations();

    @SqlQuery("select organization_id from audit_heads where key_id <> :keyId order by organization_id")
    List<OrganizationId> wrappedByOtherThan(String keyId);

    @SqlQuery("""
            select organization_id, sequence, time, subject, action, resource_type, resource_id, change, hash
            from audit_entries
            where organization_id = :organization and sequence > :after
            order by sequence limit :limit""")
    List<AuditRow> chain(OrganizationId organization, long after, int limit);

    @SqlQuery("""
            select organization_id, sequence, time, subject, action, resource_type, resource_id, change, hash
            from audit_entries
            where organization_id = :organization
              and (:before::bigint is null or sequence < :before)
              and (:filter.action::text is null or action = :filter.action)
              and (:filter.subject::text is null or subject = :filter.subject)
              and (:filter.resourceType::text is null or resource_type = :filter.resourceType)
              and (:filter.resourceId::text is null or resource_id = :filter.resourceId)
              and (:filter.from::timestamptz is null or time >= :filter.from)
              and (:filter.until::timestamptz is null or time < :filter.until)
            order by sequence desc limit :limit""")
    List<AuditRow> page(
            OrganizationId organization, @BindMethods("filter") AuditFilter filter, @Nullable Long before, int limit);
}
