package io.automationhub.hub.features.apis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.agents.apigateway.Credential;
import io.automationhub.agents.apigateway.RegisteredApi;
import io.automationhub.hub.features.apis.ApiSettings.Quota;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.projects.SettingsPatch;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApisIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:15Z"), ZoneOffset.UTC);
    private static final Credential TOKEN =
            new Credential(Credential.Type.BEARER, "CRM_TOKEN", null, null, null, null, null);

    private final ObjectMapper json = Json.mapper();
    private final Transactions transactions = DATABASE.transactions();
    private final OrganizationId organization = DATABASE.organization("o" + Ids.next());
    private final Caller caller = new Caller(organization, "test", Set.of("admin"), Set.of());
    private final WorkScope scope = WorkScope.of(organization);
    private final ApiService apis = service(transactions);
    private final StoredApis stored = new StoredApis(transactions, apis, NOON);

    private ApiService service(Transactions on) {
        AuditService audit = new AuditService(on, TestKeys.envelope(), new TestClock());
        return new ApiService(on, audit, new SettingsPatch(OpenApiContract.load()::check, json), json, NOON);
    }

    @Test
    void anApiIsFoundBySlugAndIdWithEverythingTheAgentNeeds() {
        Api made = apis.create(
                caller,
                new CreateApi(
                        null,
                        "Our CRM",
                        "https://crm.example.com/v2",
                        Map.of("X-Client", "hub"),
                        TOKEN,
                        null,
                        new ApiSettings.Retries(3, List.of(502), 50, null),
                        new ApiSettings.Allow(List.of("GET"), List.of("/customers/**"))));

        assertThat(made.slug()).isEqualTo("our-crm");
        for (String name : List.of("our-crm", made.id().toString())) {
            RegisteredApi found = stored.find(scope, name);
            assertThat(found.baseUrl()).hasToString("https://crm.example.com/v2");
            assertThat(found.auth()).isEqualTo(TOKEN);
            assertThat(found.headers()).containsEntry("X-Client", "hub");
            assertThat(found.retries()).isEqualTo(new RegisteredApi.Retries(3, List.of(502), 50, 5_000));
            assertThat(found.methods()).containsExactly("GET");
        }
        refused(ProblemType.CONFLICT, () -> create("our-crm", null));
    }

    @Test
    void aPatchChangesWhatItNamesAndHoldsToTheVersionSeen() throws Exception {
        create("crm", new Quota(5, null));
        Api after = apis.update(caller, "crm", patch("{\"name\":\"New\",\"quota\":{\"perDay\":9}}"), "\"v1\"");
        assertThat(after.settings().name()).isEqualTo("New");
        assertThat(after.settings().quota()).isEqualTo(new Quota(5, 9));
        assertThat(apis.update(caller, "crm", patch("{\"quota\":null}"), null)
                        .settings()
                        .quota())
                .isNull();

        refused(ProblemType.PRECONDITION_FAILED, () -> apis.update(caller, "crm", patch("{\"name\":\"X\"}"), "\"v1\""));
        refused(ProblemType.INVALID, () -> apis.update(caller, "crm", patch("{\"quota\":{\"perDay\":0}}"), null));
        refused(ProblemType.INVALID, () -> apis.update(caller, "crm", patch("{\"baseUrl\":null}"), null));
        refused(ProblemType.INVALID, () -> apis.update(caller, "crm", patch("{\"auth\":{\"secret\":\"-\"}}"), null));

        apis.delete(caller, "crm", "\"v3\"");
        refused(ProblemType.NOT_FOUND, () -> stored.find(scope, "crm"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crm.example.com",
                "ftp://crm.example.com",
                "https://user:pass@crm.example.com",
                "https://crm.example.com/?key=1",
                "https://crm.example.com/#a",
                "https:///path",
                "https://crm example"
            })
    void anAddressIsAnAbsoluteUrlAndNothingMore(String address) {
        assertThatThrownBy(
                        () -> apis.create(caller, new CreateApi("bad", "Bad", address, null, null, null, null, null)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.errors()).extracting(FieldError::pointer).containsExactly("/baseUrl");
                    assertThat(e.detail()).doesNotContain("pass");
                });
    }

    @Test
    void eachKindOfCredentialSaysWhatItNeeds() {
        for (Credential.Type type : Credential.Type.values()) {
            Credential bare = new Credential(type, "S", null, null, null, null, null);
            CreateApi request = new CreateApi(slug(type), "C", "https://c.example", null, bare, null, null, null);
            if (type == Credential.Type.BEARER) {
                assertThat(apis.create(caller, request).slug()).isEqualTo(slug(type));
            } else {
                refused(ProblemType.INVALID, () -> apis.create(caller, request));
            }
        }
    }

    @Test
    void anotherOrganizationFindsNothing() {
        RegisteredApi mine = registered(create("crm", new Quota(1, null)));
        OrganizationId elsewhere = DATABASE.organization("o" + Ids.next());
        Caller stranger = new Caller(elsewhere, "stranger", Set.of("admin"), Set.of());
        WorkScope theirs = WorkScope.of(elsewhere);

        refused(ProblemType.NOT_FOUND, () -> apis.get(stranger, "crm"));
        refused(ProblemType.NOT_FOUND, () -> stored.find(theirs, mine.id().toString()));
        refused(ProblemType.NOT_FOUND, () -> stored.admit(theirs, mine));
        assertThat(apis.list(stranger, null, 10)).isEmpty();
        assertThat(stored.admit(scope, mine)).as("the control").isZero();
    }

    @Test
    void aQuotaOfTheMinuteHasRoomAgainWithTheNext() {
        RegisteredApi api = registered(create("crm", new Quota(2, 100)));
        assertThat(stored.admit(scope, api)).isZero();
        assertThat(stored.admit(scope, api)).isZero();
        assertThat(stored.admit(scope, api)).isEqualTo(Duration.ofSeconds(45));

        stored.failed(scope, api);
        assertThat(stored.usage(caller, new ApiId(api.id()))).isEqualTo(new ApiUsage(2, 2, 1, 1));

        Clock later = Clock.offset(NOON, Duration.ofSeconds(45));
        StoredApis next = new StoredApis(transactions, apis, later);
        assertThat(next.admit(scope, api)).isZero();
        assertThat(next.usage(caller, new ApiId(api.id()))).isEqualTo(new ApiUsage(1, 3, 1, 1));
    }

    @Test
    void aQuotaOfTheDayEndsWithTheDayAndCountsNoMinuteItRefused() {
        RegisteredApi api = registered(create("crm", new Quota(10, 1)));
        assertThat(stored.admit(scope, api)).isZero();
        assertThat(stored.admit(scope, api)).isEqualTo(Duration.ofHours(12).minusSeconds(15));
        assertThat(stored.usage(caller, new ApiId(api.id())).thisMinute()).isEqualTo(1);
    }

    @Test
    void replicasShareAQuota() throws Exception {
        RegisteredApi api = registered(create("crm", new Quota(10, null)));
        try (Database other = DATABASE.replica();
                ExecutorService pool = Executors.newFixedThreadPool(8)) {
            StoredApis replica = new StoredApis(other.transactions(), service(other.transactions()), NOON);
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                StoredApis asked = i % 2 == 0 ? stored : replica;
                calls.add(() -> asked.admit(scope, api).isZero());
            }
            int admitted = 0;
            for (Future<Boolean> answer : pool.invokeAll(calls)) {
                admitted += answer.get() ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(10);
        }
    }

    @Test
    void oldCountsAreForgotten() {
        RegisteredApi api = registered(create("crm", null));
        stored.admit(scope, api);
        new StoredApis(transactions, apis, Clock.offset(NOON, Duration.ofHours(2))).forgetOld();
        assertThat(stored.usage(caller, new ApiId(api.id()))).isEqualTo(new ApiUsage(0, 1, 0, 0));
        new StoredApis(transactions, apis, Clock.offset(NOON, Duration.ofDays(100))).forgetOld();
        assertThat(stored.usage(caller, new ApiId(api.id()))).isEqualTo(ApiUsage.NONE);
    }

    private static String slug(Credential.Type type) {
        return "by-" + type.name().toLowerCase(Locale.ROOT);
    }

    private Api create(String slug, @Nullable Quota quota) {
        return apis.create(
                caller, new CreateApi(slug, slug, "https://crm.example.com", null, TOKEN, quota, null, null));
    }

    private RegisteredApi registered(Api api) {
        return stored.find(scope, api.slug());
    }

    private JsonNode patch(String text) throws Exception {
        return json.readTree(text);
    }

    private static void refused(ProblemType type, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }
}
