package io.automationhub.hub.features.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.hub.platform.security.MasterKeys;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.agent.SecretResolver;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String MASTER = TestKeys.random();
    private static final String CANARY = "canary-value-17";

    private final TestClock clock = new TestClock();
    private final Transactions transactions = DATABASE.transactions();
    private final OrganizationId organization = DATABASE.organization("o" + Ids.next());
    private final UUID project = Ids.next();
    private final UUID environment = Ids.next();
    private final Caller caller = new Caller(organization, "test", Set.of("admin"), Set.of());
    private final WorkScope work = new WorkScope(organization, project, environment);
    private final FakePlaces places = new FakePlaces().add(project, "shop", environment);
    private final Parts parts = new Parts(MASTER);

    /** The feature as one replica has it. */
    private final class Parts {
        final Envelope envelope;
        final Masker masker;
        final AuditService audit;
        final SecretService secrets;
        final SecretResolver resolver;
        final KeyRotation rotation;

        Parts(String masterKeys) {
            envelope = new Envelope(MasterKeys.parse(masterKeys));
            masker = new Masker(new StoredSecrets(transactions, envelope, clock));
            audit = new AuditService(transactions, envelope, clock);
            secrets = new SecretService(transactions, new ScopeReader(places), envelope, masker, audit, clock);
            resolver = new StoredSecretResolver(transactions, envelope, masker);
            rotation = new KeyRotation(transactions, envelope, audit, List.of());
        }

        int put(String name, @Nullable String scope, String value) {
            return secrets.put(caller, name, scope, value, null, null).version();
        }
    }

    @Test
    void theNarrowestScopeCounts() {
        parts.put("TOKEN", "organization", "of the organization");
        assertThat(parts.resolver.resolve(work, "TOKEN", null)).isEqualTo("of the organization");
        parts.put("TOKEN", "project:shop", "of the project");
        assertThat(parts.resolver.resolve(work, "TOKEN", null)).isEqualTo("of the project");
        parts.put("TOKEN", "environment:" + environment, "of the environment");
        assertThat(parts.resolver.resolve(work, "TOKEN", null)).isEqualTo("of the environment");
        WorkScope elsewhere = new WorkScope(organization, Ids.next(), Ids.next());
        assertThat(parts.resolver.resolve(elsewhere, "TOKEN", null)).isEqualTo("of the organization");
        assertThat(parts.resolver.resolve(WorkScope.of(organization), "TOKEN", null))
                .isEqualTo("of the organization");
        assertThatThrownBy(() -> parts.resolver.resolve(work, "OTHER", null)).hasMessageContaining("no secret 'OTHER'");
    }

    @Test
    void aVersionMeansOneValueForEver() {
        int first = parts.put("TOKEN", "project:" + project, "first-value");
        int second = parts.put("TOKEN", "environment:" + environment, "second-value");
        int third = parts.put("TOKEN", "project:shop", "third-value");
        parts.secrets.delete(caller, "TOKEN", "environment:" + environment, false, null);
        assertThat(List.of(first, second, third)).containsExactly(1, 2, 3);
        assertThat(parts.resolver.resolve(work, "TOKEN", first)).isEqualTo("first-value");
        assertThat(parts.resolver.resolve(work, "TOKEN", second)).isEqualTo("second-value");
        assertThat(parts.resolver.resolve(work, "TOKEN", null)).isEqualTo("third-value");
        parts.secrets.delete(caller, "TOKEN", "project:shop", true, null);
        assertThatThrownBy(() -> parts.resolver.resolve(work, "TOKEN", first)).isInstanceOf(ProblemException.class);
        assertThat(parts.put("TOKEN", "project:shop", "fourth-value")).isEqualTo(4);
    }

    @Test
    void tellsWhatAReleaseIsPinnedTo() {
        parts.put("A", "organization", "not for every application");
        parts.put("B", "project:shop", "value one");
        parts.put("C", "project:shop", "value two");
        parts.put("C", "environment:" + environment, "value three");
        Map<String, Integer> pinned =
                transactions.inOrganization(organization, handle -> parts.secrets.newestVersions(handle, work));
        assertThat(pinned).isEqualTo(Map.of("B", 1, "C", 2));
    }

    @Test
    void aSecretIsSentOnlyToServersItIsBoundTo() {
        parts.put("TOKEN", "organization", CANARY);
        problem(ProblemType.INVALID, () -> parts.resolver.resolveFor(work, "TOKEN", "git.example"));
        List<String> hosts = List.of("Git.example", "*.corp.example:8443", "[2001:db8::1]");
        assertThat(parts.secrets.put(caller, "TOKEN", null, CANARY, hosts, null).hosts())
                .containsExactly("git.example", "*.corp.example:8443", "[2001:db8::1]");
        for (String server : List.of("git.example", "GIT.example", "a.b.corp.example:8443", "[2001:db8::1]")) {
            assertThat(parts.resolver.resolveFor(work, "TOKEN", server)).isEqualTo(CANARY);
        }
        for (String server : List.of(
                "evil.example",
                "git.example:8443",
                "git.example.evil.example",
                "xgit.example",
                "corp.example:8443",
                ".corp.example:8443",
                "evilcorp.example:8443",
                "a.corp.example",
                "")) {
            problem(ProblemType.INVALID, () -> parts.resolver.resolveFor(work, "TOKEN", server));
        }
        problem(ProblemType.NOT_FOUND, () -> parts.resolver.resolveFor(work, "OTHER", "git.example"));
    }

    @Test
    void theBindingStaysWithANewValueAndGoesWithTheSecret() {
        parts.secrets.put(caller, "TOKEN", null, "first-value", List.of("git.example"), null);
        parts.put("TOKEN", null, "second-value");
        assertThat(parts.resolver.resolveFor(work, "TOKEN", "git.example")).isEqualTo("second-value");
        // The narrower scope's secret counts, with its own binding.
        parts.put("TOKEN", "project:shop", "third-value");
        problem(ProblemType.INVALID, () -> parts.resolver.resolveFor(work, "TOKEN", "git.example"));
        parts.secrets.delete(caller, "TOKEN", "project:shop", false, null);
        assertThat(parts.resolver.resolveFor(work, "TOKEN", "git.example")).isEqualTo("second-value");
        assertThat(parts.secrets
                        .put(caller, "TOKEN", null, "fourth-value", List.of(), null)
                        .hosts())
                .isEmpty();
        parts.secrets.put(caller, "TOKEN", null, "fifth-value", List.of("git.example"), null);
        parts.secrets.delete(caller, "TOKEN", null, false, null);
        parts.put("TOKEN", null, "sixth-value");
        problem(ProblemType.INVALID, () -> parts.resolver.resolveFor(work, "TOKEN", "git.example"));
    }

    @Test
    void noCallAndNoTableGivesTheValueBack() {
        parts.put("TOKEN", "organization", CANARY);
        Secret shown = parts.secrets.get(caller, "TOKEN", null);
        assertThat(shown).asString().contains("TOKEN").doesNotContain(CANARY);
        assertThat(parts.secrets.list(caller, null, null, 50)).containsExactly(shown);
        List<String> forms = List.of(
                CANARY,
                HexFormat.of().formatHex(CANARY.getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8)));
        // Positive control: the same search finds the value where it is plain.
        DATABASE.superuser().useHandle(h -> h.execute("create table if not exists plain as select ?::text", CANARY));
        assertThat(dump().stream().filter(row -> row.contains(CANARY))).hasSize(1);
        DATABASE.superuser().useHandle(h -> h.execute("drop table plain"));
        assertThat(dump()).noneMatch(row -> forms.stream().anyMatch(row::contains));
    }

    @Test
    void theMaskerKnowsAValueAtOnceAndAfterARestart() {
        assertThat(parts.masker.mask(organization, CANARY)).isEqualTo(CANARY);
        parts.put("TOKEN", "organization", CANARY);
        assertThat(parts.masker.mask(organization, "is " + CANARY)).isEqualTo("is ***");
        parts.put("TOKEN", "organization", "newer-value");
        Parts restarted = new Parts(MASTER);
        assertThat(restarted.masker.mask(organization, CANARY + " newer-value")).isEqualTo("*** ***");
        parts.put("OTHER", "organization", "set-elsewhere");
        clock.advance(Duration.ofSeconds(1));
        assertThat(restarted.masker.mask(organization, "set-elsewhere")).isEqualTo("***");
    }

    @Test
    void aCiphertextInAnotherPlaceDoesNotOpen() {
        parts.put("MINE", "organization", "my-value");
        parts.put("THEIRS", "organization", "their-value");
        parts.put("THEIRS", "organization", "their-newer-value");
        assertThat(parts.resolver.resolve(work, "MINE", null)).isEqualTo("my-value");
        for (String attack : List.of(
                "update secret_versions m set ciphertext = t.ciphertext, wrapped_key = t.wrapped_key"
                        + " from secret_versions t where m.organization_id = ? and t.organization_id = m.organization_id"
                        + " and m.name = 'MINE' and t.name = 'THEIRS' and t.version = 1",
                "update secret_versions m set ciphertext = t.ciphertext, wrapped_key = t.wrapped_key"
                        + " from secret_versions t where m.organization_id = ? and t.organization_id = m.organization_id"
                        + " and m.name = 'THEIRS' and m.version = 2 and t.name = 'THEIRS' and t.version = 1",
                "update secrets set scope_kind = 'project', scope_id = '" + project + "' where organization_id = ?"
                        + " and name = 'MINE'")) {
            DATABASE.superuser()
                    .useHandle(h ->
                            assertThat(h.execute(attack, organization.value())).isPositive());
        }
        for (String name : List.of("MINE", "THEIRS")) {
            assertThatThrownBy(() -> parts.resolver.resolve(work, name, null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageNotContaining("value-");
        }
    }

    @Test
    void aNewMasterKeyOpensWhatTheOldOneSealed() {
        parts.put("TOKEN", "organization", "old-value");
        String fresh = TestKeys.random();
        assertThatThrownBy(() -> new Parts(fresh).rotation.check()).hasMessageContaining("APP_MASTER_KEY");
        Parts both = new Parts(fresh + "," + MASTER);
        both.rotation.check();
        assertThat(both.resolver.resolve(work, "TOKEN", null)).isEqualTo("old-value");
        assertThat(both.rotation.rewrap()).isPositive();
        assertThat(both.rotation.rewrap()).isZero();
        Parts only = new Parts(fresh);
        only.rotation.check();
        assertThat(only.resolver.resolve(work, "TOKEN", null)).isEqualTo("old-value");
        new Parts(MASTER + "," + fresh).rotation.rewrap();
    }

    @Test
    void holdsToTheVersionACallerSaw() {
        parts.put("TOKEN", "organization", "one-value");
        assertThat(parts.secrets
                        .put(caller, "TOKEN", null, "two-value", null, "\"v1\"")
                        .version())
                .isEqualTo(2);
        problem(
                ProblemType.PRECONDITION_FAILED,
                () -> parts.secrets.put(caller, "TOKEN", null, "three", null, "\"v1\""));
        problem(ProblemType.PRECONDITION_FAILED, () -> parts.secrets.delete(caller, "TOKEN", null, false, "\"v1\""));
        // What failed used up no version.
        assertThat(parts.put("TOKEN", "organization", "three-value")).isEqualTo(3);
        parts.secrets.delete(caller, "TOKEN", null, false, "\"v3\"");
        problem(ProblemType.NOT_FOUND, () -> parts.secrets.get(caller, "TOKEN", null));
    }

    @Test
    void otherTenantsSecretsAreNotThere() {
        parts.put("TOKEN", "organization", CANARY);
        parts.put("TOKEN", "project:shop", CANARY);
        Caller stranger = new Caller(DATABASE.organization("s" + Ids.next()), "test", Set.of("admin"), Set.of());
        problem(ProblemType.NOT_FOUND, () -> parts.secrets.get(stranger, "TOKEN", null));
        problem(ProblemType.NOT_FOUND, () -> parts.secrets.delete(stranger, "TOKEN", null, true, null));
        problem(
                ProblemType.NOT_FOUND,
                () -> parts.resolver.resolve(new WorkScope(stranger.organization(), project, environment), "TOKEN", 1));
        assertThat(parts.secrets.list(stranger, null, null, 50)).isEmpty();
        int versions = transactions.inOrganization(
                stranger.organization(),
                h -> h.attach(SecretDao.class).versionIds(organization).size());
        assertThat(versions).isZero();
        assertThatThrownBy(() ->
                        DATABASE.database().jdbi().withExtension(SecretDao.class, dao -> dao.versionIds(organization)))
                .hasMessageContaining("names no organization");
        // Positive control: their owner sees them.
        assertThat(parts.secrets.list(caller, null, null, 50)).hasSize(1);
    }

    @Test
    void credentialsForSomeProjectsReachNoOthers() {
        UUID other = Ids.next();
        UUID otherEnvironment = Ids.next();
        places.add(other, "bank", otherEnvironment);
        Caller narrow = new Caller(organization, "test", Set.of("admin"), Set.of(project));
        assertThat(parts.secrets.put(narrow, "A", "project:shop", "value-a", null, null))
                .isNotNull();
        assertThat(parts.secrets.put(narrow, "A", "environment:" + environment, "value-b", null, null))
                .isNotNull();
        problem(ProblemType.FORBIDDEN, () -> parts.secrets.put(narrow, "A", null, "value-c", null, null));
        problem(ProblemType.FORBIDDEN, () -> parts.secrets.list(narrow, "organization", null, 50));
        problem(ProblemType.NOT_FOUND, () -> parts.secrets.put(narrow, "A", "project:bank", "value-d", null, null));
        problem(ProblemType.NOT_FOUND, () -> parts.secrets.get(narrow, "A", "environment:" + otherEnvironment));
        problem(ProblemType.NOT_FOUND, () -> parts.secrets.get(caller, "A", "project:unknown"));
        problem(ProblemType.INVALID, () -> parts.secrets.get(caller, "A", "galaxy:1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A B", "A=B", "A\n", "PATH;rm", "' or true --", "É"})
    void refusesNamesNoEnvironmentVariableMayHave(String name) {
        problem(ProblemType.INVALID, () -> parts.put(name, "organization", "value"));
        // The database holds to the same.
        assertThatThrownBy(() -> transactions.inOrganization(
                        organization,
                        h -> h.attach(SecretDao.class)
                                .put(
                                        organization,
                                        Ids.next(),
                                        ValueScope.of(organization),
                                        name,
                                        1,
                                        new String[0],
                                        clock.instant(),
                                        "test")))
                .hasMessageContaining("secrets_name_check");
    }

    @Test
    void refusesValuesNoEnvironmentVariableMayHave() {
        assertThat(parts.put("A", "organization", "x".repeat(65_536))).isEqualTo(1);
        problem(ProblemType.INVALID, () -> parts.put("A", "organization", "é".repeat(32_769)));
        problem(ProblemType.INVALID, () -> parts.put("A", "organization", "a\0b"));
    }

    private static List<String> dump() {
        return DATABASE.superuser()
                .withHandle(h -> h.createQuery("""
                        select tablename from pg_tables where schemaname = 'public'""").mapTo(String.class).list().stream()
                        .flatMap(table ->
                                h
                                        .createQuery("select t::text from " + table + " t")
                                        .mapTo(String.class)
                                        .list()
                                        .stream())
                        .toList());
    }

    private static void problem(ProblemType type, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }
}
