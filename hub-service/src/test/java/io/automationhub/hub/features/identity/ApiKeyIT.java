package io.automationhub.hub.features.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.hub.features.audit.AuditFilter;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Credentials;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApiKeyIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String HERE = "203.0.113.7";

    private final TestClock clock = new TestClock();
    private final ApiKeyCache cache = new ApiKeyCache(DATABASE.transactions(), clock::nanos);
    private final KeyUse use = new KeyUse(DATABASE.transactions());
    private final AuditService audit = new AuditService(DATABASE.transactions(), TestKeys.envelope(), clock);
    private final ApiKeyService keys = new ApiKeyService(DATABASE.transactions(), cache, audit, clock);
    private final ApiKeyAuthenticator authenticator = new ApiKeyAuthenticator(cache, use, clock, null);
    private final OrganizationId organization = DATABASE.organization("o" + Ids.next());
    private final Caller admin = new Caller(organization, "test", Set.of("admin"), Set.of());

    @Test
    void aNewKeyLetsItsHolderIn() {
        UUID project = UUID.randomUUID();
        IssuedApiKey issued = keys.create(
                admin, new CreateApiKey("ci", List.of("read", "deployments:execute"), List.of(project), null, null));
        Caller caller = authenticate(issued.secret());
        assertThat(caller.organization()).isEqualTo(organization);
        assertThat(caller.subject()).isEqualTo("api-key:" + issued.apiKey().id());
        assertThat(caller.scopes()).containsExactlyInAnyOrder("read", "deployments:execute");
        assertThat(caller.projects()).containsExactly(project);
        assertThat(issued.secret()).startsWith(issued.apiKey().hint());
        assertThat(issued).asString().doesNotContain(issued.secret());
        assertThat(keys.me(caller).organization().id()).isEqualTo(organization.value());
        assertThat(authenticator.authenticate(new Credentials(null, HERE))).isNull();
    }

    @Test
    void theSecretIsNotStored() {
        IssuedApiKey issued = create("read");
        String random = issued.secret().substring(13);
        for (String table : List.of("api_keys", "api_key_secrets", "audit_entries")) {
            List<String> rows = DATABASE.superuser()
                    .withHandle(h -> h.createQuery("select t::text from " + table + " t")
                            .mapTo(String.class)
                            .list());
            assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(random));
        }
    }

    /** Each state that must not let anybody in, beside the same key in order, which does. */
    @Test
    void everyOtherStateIsRefused() {
        String good = create("read").secret();
        assertThat(authenticate(good)).isNotNull();
        refused(good.substring(0, good.length() - 1));
        refused(good.substring(0, good.length() - 1) + (good.endsWith("a") ? "b" : "a"));
        refused(good.toUpperCase(Locale.ROOT));
        refused("");
        refused("Bearer " + good);
        refused("' or true --");
        refused(ApiKeySecret.generate());

        IssuedApiKey expiring = keys.create(
                admin,
                new CreateApiKey(
                        "e", List.of("read"), null, null, clock.instant().plusSeconds(60)));
        assertThat(authenticate(expiring.secret())).isNotNull();
        clock.advance(Duration.ofSeconds(60));
        refused(expiring.secret());

        IssuedApiKey revoked = create("read");
        assertThat(authenticate(revoked.secret())).isNotNull();
        keys.revoke(admin, revoked.apiKey().id().toString());
        refused(revoked.secret());
        assertThat(keys.list(admin, null, 50))
                .extracting(ApiKey::id)
                .doesNotContain(revoked.apiKey().id());

        IssuedApiKey local = keys.create(
                admin, new CreateApiKey("l", List.of("read"), null, List.of("10.0.0.0/8", "2001:db8::/32"), null));
        assertThat(authenticator.authenticate(new Credentials(local.secret(), "10.1.2.3")))
                .isNotNull();
        assertThat(authenticator.authenticate(new Credentials(local.secret(), "::ffff:10.1.2.3")))
                .isNotNull();
        assertThat(authenticator.authenticate(new Credentials(local.secret(), "2001:db8::1")))
                .isNotNull();
        refused(local.secret());
    }

    @Test
    void aRotatedSecretEndsWithItsGrace() {
        IssuedApiKey first = create("read");
        IssuedApiKey second = keys.rotate(admin, first.apiKey().id().toString(), new RotateApiKey(3600));
        assertThat(second.apiKey().id()).isEqualTo(first.apiKey().id());
        assertThat(second.apiKey().graceUntil()).isEqualTo(clock.instant().plusSeconds(3600));
        assertThat(authenticate(first.secret())).isEqualTo(authenticate(second.secret()));
        clock.advance(Duration.ofHours(1));
        refused(first.secret());
        assertThat(authenticate(second.secret())).isNotNull();
        IssuedApiKey third = keys.rotate(admin, first.apiKey().id().toString(), new RotateApiKey(null));
        refused(second.secret());
        assertThat(authenticate(third.secret())).isNotNull();
        assertThat(third.apiKey().graceUntil()).isNull();
    }

    @Test
    void aRevocationIsSeenByAnotherReplicaWithinASecond() throws SQLException {
        IssuedApiKey issued = create("read");
        try (Database other = DATABASE.replica()) {
            ApiKeyAuthenticator elsewhere = new ApiKeyAuthenticator(
                    new ApiKeyCache(other.transactions(), clock::nanos), new KeyUse(other.transactions()), clock, null);
            assertThat(elsewhere.authenticate(new Credentials(issued.secret(), HERE)))
                    .isNotNull();
            keys.revoke(admin, issued.apiKey().id().toString());
            refused(issued.secret());
            clock.advance(Duration.ofMillis(999));
            assertThatThrownBy(() -> elsewhere.authenticate(new Credentials(issued.secret(), HERE)))
                    .hasMessageContaining("revoked");
        }
    }

    @Test
    void aKeyInUseCostsNoStatement() throws SQLException {
        IssuedApiKey issued = create("read");
        Database own = DATABASE.replica();
        ApiKeyAuthenticator there = new ApiKeyAuthenticator(
                new ApiKeyCache(own.transactions(), clock::nanos), new KeyUse(own.transactions()), clock, null);
        assertThat(there.authenticate(new Credentials(issued.secret(), HERE))).isNotNull();
        own.close();
        for (int i = 0; i < 1000; i++) {
            assertThat(there.authenticate(new Credentials(issued.secret(), HERE)))
                    .isNotNull();
        }
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> there.authenticate(new Credentials(issued.secret(), HERE)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
    }

    @Test
    void nobodyGrantsWhatTheyLack() {
        Caller reader =
                holder(keys.create(admin, new CreateApiKey("r", List.of("read", "api-keys:write"), null, null, null)));
        assertThat(keys.create(reader, new CreateApiKey("n", List.of("projects:read"), null, null, null)))
                .isNotNull();
        for (String scope : List.of("write", "admin", "execute", "projects:write", "read:admin", "api-keys:admin")) {
            assertThatThrownBy(
                            () -> keys.create(reader, new CreateApiKey("x", List.of("read", scope), null, null, null)))
                    .as(scope)
                    .isInstanceOf(ProblemException.class);
        }
        IssuedApiKey strong = create("admin");
        forbidden(() -> keys.rotate(reader, strong.apiKey().id().toString(), new RotateApiKey(null)));
        forbidden(() -> keys.revoke(reader, strong.apiKey().id().toString()));
        assertThat(authenticate(strong.secret())).isNotNull();
    }

    @Test
    void nobodyGrantsMoreProjectsAddressesOrTimeThanTheyHave() {
        UUID mine = UUID.randomUUID();
        Instant end = clock.instant().plusSeconds(600);
        Caller narrow = new Caller(
                organization,
                keys.create(admin, new CreateApiKey("n", List.of("write"), List.of(mine), List.of("10.0.0.0/8"), end))
                        .apiKey()
                        .id()
                        .subject(),
                Set.of("write"),
                Set.of(mine));
        forbidden(() ->
                keys.create(narrow, new CreateApiKey("x", List.of("write"), List.of(UUID.randomUUID()), null, null)));
        forbidden(() -> keys.create(narrow, new CreateApiKey("x", List.of("write"), null, List.of("0.0.0.0/0"), null)));
        forbidden(() -> keys.create(narrow, new CreateApiKey("x", List.of("write"), null, null, end.plusSeconds(1))));
        forbidden(() -> keys.rotate(narrow, create("write").apiKey().id().toString(), new RotateApiKey(0)));
        ApiKey made = keys.create(narrow, new CreateApiKey("x", List.of("write"), null, null, null))
                .apiKey();
        assertThat(made.projects()).containsExactly(mine);
        assertThat(made.addresses()).containsExactly("10.0.0.0/8");
        assertThat(made.expiresAt()).isEqualTo(end);
    }

    @Test
    void pointsAtWhatIsWrong() {
        assertThatThrownBy(() -> keys.create(
                        admin,
                        new CreateApiKey(
                                "x",
                                List.of("read", "everything", "projects:drop"),
                                null,
                                List.of("10.0.0.1/8"),
                                clock.instant())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors())
                                .extracting("pointer")
                                .containsExactly("/scopes/1", "/scopes/2", "/addresses/0", "/expiresAt"));
    }

    @Test
    void otherTenantsKeysAreNotThere() {
        IssuedApiKey issued = create("read");
        Caller stranger = new Caller(DATABASE.organization("s" + Ids.next()), "test", Set.of("admin"), Set.of());
        String id = issued.apiKey().id().toString();
        for (ThrowingCallable attack : List.<ThrowingCallable>of(
                () -> keys.revoke(stranger, id),
                () -> keys.rotate(stranger, id, new RotateApiKey(0)),
                () -> keys.revoke(admin, "not-an-id"))) {
            assertThatThrownBy(attack)
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND));
        }
        assertThat(keys.list(stranger, null, 50)).isEmpty();
        // Positive control: to their own organization they are.
        assertThat(keys.list(admin, null, 50)).hasSize(1);
        // The DAO itself asks for the wrong tenant, and the second wall holds.
        int rows = DATABASE.transactions()
                .inOrganization(
                        stranger.organization(),
                        h -> h.attach(ApiKeyDao.class)
                                .page(organization, null, 50)
                                .size());
        assertThat(rows).isZero();
        assertThatThrownBy(() -> DATABASE.database()
                        .jdbi()
                        .withExtension(ApiKeyDao.class, dao -> dao.known(ApiKeySecret.hash(issued.secret()))))
                .hasMessageContaining("names no organization");
        assertThat(authenticate(issued.secret())).isNotNull();
    }

    @Test
    void lastUseIsWrittenTogether() {
        IssuedApiKey issued = create("read");
        authenticate(issued.secret());
        clock.advance(Duration.ofMillis(100));
        authenticate(issued.secret());
        assertThat(only(issued).lastUsedAt()).isNull();
        use.flush();
        assertThat(only(issued).lastUsedAt()).isEqualTo(clock.instant());
        assertThat(only(issued).lastUsedAddress()).isEqualTo(HERE);
    }

    @Test
    void everyChangeIsAudited() {
        IssuedApiKey issued = create("read");
        keys.rotate(admin, issued.apiKey().id().toString(), new RotateApiKey(0));
        keys.revoke(admin, issued.apiKey().id().toString());
        assertThat(audit.list(admin, AuditFilter.ALL, null, 50))
                .extracting("action")
                .containsExactly("api-key.revoked", "api-key.rotated", "api-key.created");
    }

    private IssuedApiKey create(String... scopes) {
        return keys.create(admin, new CreateApiKey("key", List.of(scopes), null, null, null));
    }

    private Caller holder(IssuedApiKey issued) {
        return Objects.requireNonNull(authenticate(issued.secret()));
    }

    private @Nullable Caller find(String secret) {
        return authenticator.authenticate(new Credentials(secret, HERE));
    }

    private Caller authenticate(String secret) {
        return Objects.requireNonNull(find(secret));
    }

    private void refused(String secret) {
        assertThatThrownBy(() -> find(secret))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAUTHENTICATED))
                .satisfies(e -> assertThat(!secret.isEmpty()
                                && String.valueOf(e.getMessage()).contains(secret))
                        .isFalse());
    }

    private static void forbidden(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.FORBIDDEN));
    }

    private ApiKey only(IssuedApiKey issued) {
        return keys.list(admin, null, 50).stream()
                .filter(key -> key.id().equals(issued.apiKey().id()))
                .findFirst()
                .orElseThrow();
    }
}
