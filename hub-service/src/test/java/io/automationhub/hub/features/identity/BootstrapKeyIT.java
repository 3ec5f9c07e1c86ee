package io.automationhub.hub.features.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Credentials;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BootstrapKeyIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Envelope ENVELOPE = TestKeys.envelope();
    private static final String CONFIGURED = "Vq3xT9mZ1kR7wB5yN0cJ4hL8sD2fG6pA";

    private final TestClock clock = new TestClock();
    private final AuditService audit = new AuditService(DATABASE.transactions(), ENVELOPE, clock);
    private final BootstrapKey bootstrap = new BootstrapKey(DATABASE.transactions(), audit, clock);

    @BeforeEach
    void asAtTheFirstStart() {
        DATABASE.superuser().useHandle(h -> h.execute("delete from api_keys"));
    }

    @Test
    void isGeneratedOnce() {
        String secret = bootstrap.ensure(null).orElseThrow();
        assertThat(bootstrap.ensure(null)).isEmpty();
        Caller caller = authenticate(secret, null);
        assertThat(caller.organization()).isEqualTo(Tenancy.DEFAULT_ORGANIZATION);
        assertThat(caller.holds("anything:admin")).isTrue();
    }

    @Test
    void isMadeByOneOfManyStarts() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<String>>> starts = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> bootstrap.ensure(null)))
                    .toList();
            int made = 0;
            for (Future<Optional<String>> start : starts) {
                made += start.get().isPresent() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
    }

    @Test
    void isTheOperatorsWhereThereIsOne() {
        String generated = bootstrap.ensure(null).orElseThrow();
        assertThat(bootstrap.ensure(CONFIGURED)).isEmpty();
        assertThat(authenticate(CONFIGURED, CONFIGURED).holds("admin")).isTrue();
        assertThatThrownBy(() -> authenticate(generated, CONFIGURED)).hasMessageContaining("expired");
        // A start without the setting does not accept what has no key's form.
        assertThatThrownBy(() -> authenticate(CONFIGURED, null)).hasMessageContaining("not an API key");
    }

    @Test
    void comesBackByTheOperatorsWillAfterARevocation() {
        bootstrap.ensure(CONFIGURED);
        ApiKeyService keys =
                new ApiKeyService(DATABASE.transactions(), new ApiKeyCache(DATABASE.transactions()), audit, clock);
        Caller admin = new Caller(Tenancy.DEFAULT_ORGANIZATION, "test", Set.of("admin"), Set.of());
        keys.revoke(admin, keys.list(admin, null, 1).getFirst().id().toString());
        assertThat(bootstrap.ensure(null)).isEmpty();
        assertThatThrownBy(() -> authenticate(CONFIGURED, CONFIGURED)).hasMessageContaining("revoked");
        bootstrap.ensure(CONFIGURED);
        assertThat(authenticate(CONFIGURED, CONFIGURED)).isNotNull();
    }

    @Test
    void refusesAWeakOne() {
        assertThatThrownBy(() -> bootstrap.ensure("admin")).isInstanceOf(IllegalArgumentException.class);
        int keys = DATABASE.superuser()
                .withHandle(h -> h.createQuery("select count(*) from api_keys")
                        .mapTo(Integer.class)
                        .one());
        assertThat(keys).isZero();
    }

    private Caller authenticate(String secret, @Nullable String operators) {
        ApiKeyAuthenticator authenticator = new ApiKeyAuthenticator(
                new ApiKeyCache(DATABASE.transactions()), new KeyUse(DATABASE.transactions()), clock, operators);
        return Objects.requireNonNull(authenticator.authenticate(new Credentials(secret, "127.0.0.1")));
    }
}
