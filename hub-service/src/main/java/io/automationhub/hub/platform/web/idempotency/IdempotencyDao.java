package io.automationhub.hub.platform.web.idempotency;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The table {@code idempotency_keys}. */
interface IdempotencyDao {

    /** One when the key was free, expired, or left without an effect by a holder whose lease ran out; zero otherwise. */
    @SqlUpdate("""
            insert into idempotency_keys as held
                (organization_id, subject, operation, key, fingerprint, lease, leased_until, expires_at)
            values
                (:organization, :subject, :operation, :key, :fingerprint, :lease,
                 now() + interval '2 minutes', now() + interval '24 hours')
            on conflict (organization_id, subject, operation, key) do update
            set fingerprint = excluded.fingerprint, lease = excluded.lease, leased_until = excluded.leased_until,
                expires_at = excluded.expires_at, status = null, headers = null, body = null, acted = false
            where held.expires_at < now()
               or (held.status is null and not held.acted and held.leased_until < now()
                   and held.fingerprint = excluded.fingerprint)
            """)
    int take(@BindMethods IdempotencyKey key, @Bind("fingerprint") byte[] fingerprint, @Bind("lease") UUID lease);

    @SqlQuery("""
            select fingerprint = :fingerprint as same, acted and leased_until < now() as interrupted,
              status, headers::text as headers, body
            from idempotency_keys
            where organization_id = :organization and subject = :subject and operation = :operation and key = :key
            """)
    Optional<IdempotencyRow> find(@BindMethods IdempotencyKey key, @Bind("fingerprint") byte[] fingerprint);

    /** Whether the transaction has written anything. */
    @SqlQuery("select pg_current_xact_id_if_assigned() is not null")
    boolean hasWritten();

    /** Marks the request as carried out by this transaction; zero when the lease has gone to another. */
    @SqlUpdate("""
            update idempotency_keys set acted = true
            where organization_id = :organization and subject = :subject and operation = :operation and key = :key
              and lease = :lease and status is null
            """)
    int act(@BindMethods IdempotencyKey key, @Bind("lease") UUID lease);

    @SqlUpdate("""
            update idempotency_keys
            set status = :status, headers = cast(:headers as jsonb), body = :body,
                expires_at = now() + interval '24 hours'
            where organization_id = :organization and subject = :subject and operation = :operation and key = :key
              and lease = :lease and status is null
            """)
    int finish(
            @BindMethods IdempotencyKey key,
            @Bind("lease") UUID lease,
            @Bind("status") int status,
            @Bind("headers") String headers,
            @Bind("body") byte[] body);

    @SqlUpdate("""
            delete from idempotency_keys
            where organization_id = :organization and subject = :subject and operation = :operation and key = :key
              and lease = :lease and status is null and not acted
            """)
    int release(@BindMethods IdempotencyKey key, @Bind("lease") UUID lease);

    @SqlUpdate("delete from idempotency_keys where expires_at < now()")
    int removeExpired();
}
