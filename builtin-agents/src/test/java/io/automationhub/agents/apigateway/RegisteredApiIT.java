package io.automationhub.agents.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.agents.FakeContext;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to a registered API. */
@Timeout(60)
class RegisteredApiIT {

    private static final String HOST = "crm.example";

    private final FakeApis apis = new FakeApis();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private TestService service;
    private OutgoingHttp http;
    private ApiGatewayAgent agent;

    @BeforeEach
    void start() throws IOException {
        service = new TestService();
        http = new OutgoingHttp(new AddressPolicy(false, Set.of(HOST, "other.example"), Set.of(), host ->
                new InetAddress[] {InetAddress.getLoopbackAddress()}));
        agent = new ApiGatewayAgent(http, apis, now::get);
    }

    @AfterEach
    void stop() {
        http.close();
        service.close();
    }

    @Test
    void anApiBringsAddressHeadersAndCredential() throws Exception {
        register(bearer(), RegisteredApi.Retries.NONE);
        JsonNode output = agent.invoke(withSecret(call("GET", "/customers/7")));

        assertThat(output.path("status").asInt()).isEqualTo(200);
        assertThat(service.last().uri()).isEqualTo("/v2/customers/7");
        assertThat(service.last().header("Authorization")).isEqualTo("Bearer secret-value");
        assertThat(service.last().header("X-client")).isEqualTo("hub");
        assertThat(apis.admitted).hasValue(1);
        assertThat(apis.failures).hasValue(0);
    }

    @Test
    void aRedirectElsewhereDoesNotTakeTheCredentialAlong() throws Exception {
        register(bearer(), RegisteredApi.Retries.NONE);
        AtomicReference<String> host = new AtomicReference<>("other.example");
        service.on("/v2/moved", (exchange, asked) -> {
            exchange.getResponseHeaders().set("Location", service.url(host.get(), "/there"));
            exchange.sendResponseHeaders(307, -1);
        });
        agent.invoke(withSecret(call("GET", "/moved")));
        assertThat(service.last().header("Authorization")).isEqualTo("none");

        host.set(HOST);
        agent.invoke(withSecret(call("GET", "/moved")));
        assertThat(service.last().uri()).isEqualTo("/there");
        assertThat(service.last().header("Authorization")).as("the control").isEqualTo("Bearer secret-value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../admin",
                "/a/../../admin",
                "/%2e%2e/admin",
                "/a/%2E%2e",
                "/a%2fb",
                "/a\\b",
                "//evil.example/",
                "@evil.example/",
                ".evil.example/",
                "/a?b=c",
                "/a#b",
                "/a;b",
                "/a%0d%0aX: y",
                "/a b",
                "/%",
                "customers"
            })
    void aPathStaysBelowTheAddress(String path) {
        register(null, RegisteredApi.Retries.NONE);
        refused(ProblemType.INVALID, call("GET", path));
        assertThat(service.seen).isEmpty();
    }

    @Test
    void onlyWhatItIsRegisteredForIsAsked() throws Exception {
        apis.apis.put(
                "crm",
                new RegisteredApi(
                        UUID.randomUUID(),
                        "crm",
                        address(),
                        Map.of(),
                        null,
                        RegisteredApi.Retries.NONE,
                        List.of("GET"),
                        List.of("/customers/*")));
        agent.invoke(call("GET", "/customers/7"));
        refused(ProblemType.FORBIDDEN, call("DELETE", "/customers/7"));
        refused(ProblemType.FORBIDDEN, call("GET", "/admin"));
        refused(ProblemType.NOT_FOUND, FakeContext.of("api-gateway", "request", Map.of("api", "other", "path", "/")));
        assertThat(service.seen).hasSize(1);
    }

    @Test
    void readingIsRepeatedAndChangingOnlyWhereNothingHappened() throws Exception {
        register(null, new RegisteredApi.Retries(3, List.of(502, 429), 1, 10));
        service.inTurn("/v2/a", "", 502, 502, 200);
        assertThat(agent.invoke(call("GET", "/a")).path("status").asInt()).isEqualTo(200);
        assertThat(service.seen).hasSize(3);
        assertThat(apis.failures).hasValue(2);

        service.inTurn("/v2/b", "", 502, 200);
        refused(ProblemType.UPSTREAM_FAILED, call("POST", "/b"));
        assertThat(service.seen).hasSize(4);

        service.inTurn("/v2/c", "", 429, 200);
        agent.invoke(call("POST", "/c"));
        assertThat(service.seen).hasSize(6);
    }

    @Test
    void attemptsEnd() {
        register(null, new RegisteredApi.Retries(3, List.of(502), 1, 10));
        service.inTurn("/v2/a", "", 502);
        refused(ProblemType.UPSTREAM_FAILED, call("GET", "/a"));
        assertThat(service.seen).hasSize(3);
    }

    @Test
    void aQuotaIsWaitedForWhileThereIsTime() throws Exception {
        register(null, RegisteredApi.Retries.NONE);
        apis.fullFor = Duration.ofMillis(20);
        agent.invoke(call("GET", "/a").within(Duration.ofSeconds(10)));
        assertThat(apis.admitted).hasValue(1);

        apis.fullFor = Duration.ofMinutes(1);
        refused(ProblemType.RATE_LIMITED, call("GET", "/a").within(Duration.ofSeconds(10)));
        assertThat(service.seen).hasSize(1);
    }

    @Test
    void tokensAreKeptRenewedAndNeverShown() throws Exception {
        AtomicInteger made = new AtomicInteger();
        service.on(
                "/token",
                (exchange, asked) -> TestService.write(
                        exchange,
                        200,
                        "application/json",
                        "{\"access_token\":\"token-%d\",\"token_type\":\"bearer\",\"expires_in\":120}"
                                .formatted(made.incrementAndGet())
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        service.on(
                "/v2/echo",
                (exchange, asked) -> TestService.write(
                        exchange,
                        200,
                        "text/plain",
                        exchange.getRequestHeaders()
                                .getFirst("Authorization")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        register(oauth(), RegisteredApi.Retries.NONE);

        FakeContext call = withSecret(call("GET", "/echo"));
        assertThat(agent.invoke(call).path("body").asText()).isEqualTo("Bearer ***");
        agent.invoke(call);
        assertThat(made).as("kept").hasValue(1);
        assertThat(service.seen.getFirst().header("Authorization")).isEqualTo("Basic aHViOnNlY3JldC12YWx1ZQ==");
        assertThat(service.seen.getFirst().body()).isEqualTo("grant_type=client_credentials&scope=read");

        now.updateAndGet(time -> time.plusSeconds(100));
        agent.invoke(call);
        assertThat(made).as("renewed before it ends").hasValue(2);

        agent.invoke(withSecret(call("GET", "/echo")));
        assertThat(made).as("another organization gets its own").hasValue(3);
    }

    @Test
    void aRefusedTokenIsRenewedOnce() throws Exception {
        AtomicInteger made = new AtomicInteger();
        service.on(
                "/token",
                (exchange, asked) -> TestService.write(
                        exchange,
                        200,
                        "application/json",
                        "{\"access_token\":\"token-%d\"}"
                                .formatted(made.incrementAndGet())
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        service.inTurn("/v2/a", "", 401, 200, 401, 401);
        register(oauth(), RegisteredApi.Retries.NONE);
        FakeContext call = withSecret(call("GET", "/a"));
        agent.invoke(call);
        assertThat(made).hasValue(2);
        assertThatThrownBy(() -> agent.invoke(call))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.REFUSED));
        assertThat(made).hasValue(3);
    }

    @Test
    void aTokenServiceThatRefusesIsAProblem() {
        register(oauth(), RegisteredApi.Retries.NONE);
        service.on("/token", 400, "application/json", "{\"error\":\"invalid_client\"}");
        assertThatThrownBy(() -> agent.invoke(withSecret(call("GET", "/a"))))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.REFUSED));
        service.on("/token", 200, "application/json", "[]");
        assertThatThrownBy(() -> agent.invoke(withSecret(call("GET", "/a")))).hasMessageContaining("bearer token");
    }

    private FakeContext withSecret(FakeContext call) {
        return call.withSecretFor(server(), "TOKEN", "secret-value");
    }

    private Credential bearer() {
        return new Credential(Credential.Type.BEARER, "TOKEN", null, null, null, null, null);
    }

    private Credential oauth() {
        return new Credential(Credential.Type.OAUTH2, "TOKEN", null, null, service.url(HOST, "/token"), "hub", "read");
    }

    private void register(@Nullable Credential auth, RegisteredApi.Retries retries) {
        apis.apis.put(
                "crm",
                new RegisteredApi(
                        UUID.randomUUID(),
                        "crm",
                        address(),
                        Map.of("X-Client", "hub"),
                        auth,
                        retries,
                        List.of(),
                        List.of()));
    }

    private URI address() {
        return URI.create(service.url(HOST, "/v2"));
    }

    private String server() {
        return HOST + ":" + service.port();
    }

    private static FakeContext call(String method, String path) {
        return FakeContext.of("api-gateway", "request", Map.of("api", "crm", "path", path, "method", method));
    }

    private void refused(ProblemType type, FakeContext call) {
        assertThatThrownBy(() -> agent.invoke(call))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }
}
