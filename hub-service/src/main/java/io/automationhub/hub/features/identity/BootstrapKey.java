package io.automationhub.hub.features.identity;

import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Scopes;
import io.automationhub.workflows.ids.OrganizationId;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sees to the first key, without which nobody could make another. */
public final class BootstrapKey {

    private static final OrganizationId ORGANIZATION = Tenancy.DEFAULT_ORGANIZATION;
    private static final Caller HUB = new Caller(ORGANIZATION, "hub", Set.of(Scopes.ADMIN), Set.of());

    private final Transactions transactions;
    private final AuditService audit;
    private final Clock clock;

    public BootstrapKey(Transactions transactions, AuditService audit, Clock clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes the admin key at the first start. With {@code HUB_ADMIN_KEY} that is the key, now and after each change of
     * it, and even if it was revoked: who sets the environment of the program owns it.
     *
     * @param configured the value of {@code HUB_ADMIN_KEY}, or null
     * @return the secret when one was generated, to be shown to the operator this once and logged nowhere
     * @throws IllegalArgumentException when the configured one can be guessed
     */
    public Optional<String> ensure(@Nullable String configured) {
        if (configured != null) {
            ApiKeySecret.requireStrong(configured);
        }
        return transactions.inOrganization(ORGANIZATION, handle -> {
            ApiKeyDao dao = handle.attach(ApiKeyDao.class);
            dao.lockBootstrap();
            Optional<ApiKeyRow> there = dao.bootstrap(ORGANIZATION);
            if (there.isPresent() && (configured == null || isCurrent(dao, there.get(), configured))) {
                return Optional.empty();
            }
            ApiKeyRow row = there.orElseGet(() -> insert(dao));
            String secret = configured == null ? ApiKeySecret.generate() : configured;
            dao.restore(ORGANIZATION, row.id());
            dao.endSecrets(ORGANIZATION, row.id(), now());
            dao.addSecret(ApiKeyMapper.secret(row, secret, now()));
            audit.record(
                    handle,
                    HUB,
                    there.isPresent() ? "api-key.rotated" : "api-key.created",
                    "api-key",
                    row.id().toString(),
                    ApiKeyService.state(row));
            return configured == null ? Optional.of(secret) : Optional.empty();
        });
    }

    private static boolean isCurrent(ApiKeyDao dao, ApiKeyRow row, String configured) {
        byte[] hash = ApiKeySecret.hash(configured);
        return row.revokedAt() == null
                && dao.secrets(ORGANIZATION, new UUID[] {row.id().value()}).stream()
                        .anyMatch(one -> one.expiresAt() == null && MessageDigest.isEqual(one.hash(), hash));
    }

    private ApiKeyRow insert(ApiKeyDao dao) {
        ApiKeyRow row = new ApiKeyRow(
                ORGANIZATION,
                new ApiKeyId(Ids.next()),
                "First admin key",
                List.of(Scopes.ADMIN),
                List.of(),
                List.of(),
                true,
                now(),
                HUB.subject(),
                null,
                null,
                null,
                null);
        dao.insert(row);
        return row;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
