package io.automationhub.agents.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.agents.FakeContext;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to a service by its URL. */
@Timeout(60)
class ApiGatewayIT {

    private static final String HOST = "open.example";

    private TestService service;
    private OutgoingHttp http;

    @BeforeEach
    void start() throws IOException {
        service = new TestService();
        // Every name leads here; two are open.
        http = new OutgoingHttp(new AddressPolicy(false, Set.of(HOST, "other.example"), Set.of(), host ->
                new InetAddress[] {InetAddress.getLoopbackAddress()}));
    }

    @AfterEach
    void stop() {
        http.close();
        service.close();
    }

    @Test
    void readsJsonWithQueryAndHeaders() throws Exception {
        JsonNode output = invoke(get(Map.of(
                "url",
                url("/orders?a=1"),
                "query",
                Map.of("name", "Ada & Co", "tag", List.of("x", "y")),
                "headers",
                Map.of("X-One", "1"))));

        assertThat(output.path("status").asInt()).isEqualTo(200);
        assertThat(output.path("body").path("ok").asBoolean()).isTrue();
        assertThat(output.path("base64").asBoolean()).isFalse();
        assertThat(output.path("headers").path("content-type").asText()).isEqualTo("application/json");
        assertThat(TestService.decoded(service.last().uri())).contains("a=1", "name=Ada & Co", "tag=x&tag=y");
        assertThat(service.last().header("X-one")).isEqualTo("1");
        assertThat(service.last().header("Idempotency-key")).isEqualTo("none");
    }

    @Test
    void sendsJsonFormsAndText() throws Exception {
        FakeContext call = request(Map.of("url", url("/a"), "method", "POST", "body", Map.of("n", 1)));
        invoke(call);
        assertThat(service.last().body()).isEqualTo("{\"n\":1}");
        assertThat(service.last().header("Content-type")).isEqualTo("application/json");
        assertThat(service.last().header("Idempotency-key"))
                .isEqualTo(call.call().key());

        invoke(request(Map.of("url", url("/a"), "method", "POST", "form", Map.of("q", "ä &"))));
        assertThat(service.last().body()).isEqualTo("q=%C3%A4%20%26");

        invoke(request(Map.of(
                "url", url("/a"), "method", "PUT", "text", "a;b", "headers", Map.of("content-type", "text/csv"))));
        assertThat(service.last().body()).isEqualTo("a;b");
        assertThat(service.last().header("Content-type")).isEqualTo("text/csv");
    }

    @Test
    void whatIsNoTextIsBase64() throws Exception {
        byte[] bytes = {0, 1, (byte) 0xff};
        service.on("/png", (exchange, asked) -> TestService.write(exchange, 200, "image/png", bytes));
        JsonNode output = invoke(get(Map.of("url", url("/png"))));
        assertThat(output.path("base64").asBoolean()).isTrue();
        assertThat(output.path("body").asText()).isEqualTo(Base64.getEncoder().encodeToString(bytes));

        service.on("/bad", (exchange, asked) -> TestService.write(exchange, 200, "text/plain", bytes));
        assertThat(invoke(get(Map.of("url", url("/bad")))).path("base64").asBoolean())
                .isTrue();
        service.on("/broken", 200, "application/json", "{not json");
        assertThat(invoke(get(Map.of("url", url("/broken")))).path("body").asText())
                .isEqualTo("{not json");
        service.on("/nul", 200, "application/json", "{\"a\":\"x\\u0000y\"}");
        assertThat(invoke(get(Map.of("url", url("/nul")))).at("/body/a").asText())
                .isEqualTo("x\uFFFDy");
    }

    @ParameterizedTest
    @CsvSource({
        "404, REFUSED",
        "401, REFUSED",
        "429, RATE_LIMITED",
        "500, UPSTREAM_FAILED",
        "503, UNAVAILABLE",
        "504, TIMEOUT"
    })
    void anUnexpectedStatusIsAProblemWithItsAnswer(int status, ProblemType type) throws Exception {
        service.on("/x", status, "application/json", "{\"why\":\"because\"}");
        assertThatThrownBy(() -> invoke(get(Map.of("url", url("/x")))))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(type);
                    assertThat(String.valueOf(e.evidence())).contains("because", String.valueOf(status));
                });
        assertThat(invoke(get(Map.of("url", url("/x"), "failOn", "never")))
                        .path("status")
                        .asInt())
                .isEqualTo(status);
        assertThat(invoke(get(Map.of("url", url("/x"), "expect", List.of("2xx", status))))
                        .path("status")
                        .asInt())
                .isEqualTo(status);
    }

    @Test
    void aServiceThatAsksForPatienceGetsIt() throws Exception {
        service.inTurn("/busy", "0", 429, 503, 200);
        assertThat(invoke(get(Map.of("url", url("/busy")))).path("status").asInt())
                .isEqualTo(200);
        assertThat(service.seen).hasSize(3);
    }

    @Test
    void patienceEndsWithTheStepsTime() {
        service.inTurn("/busy", "3600", 429, 200);
        refused(ProblemType.RATE_LIMITED, get(Map.of("url", url("/busy"))).within(Duration.ofSeconds(10)));
        assertThat(service.seen).hasSize(1);
    }

    @Test
    void aPostThatMayHaveArrivedIsNotRepeatedAndSaysSo() {
        service.on("/slow", (exchange, asked) -> exchange.close());
        refused(ProblemType.OUTCOME_UNKNOWN, request(Map.of("url", url("/slow"), "method", "POST")));
        assertThat(service.seen).hasSize(1);
        refused(ProblemType.UPSTREAM_FAILED, request(Map.of("url", url("/slow"), "method", "PUT")));
        refused(
                ProblemType.UPSTREAM_FAILED,
                request(Map.of("url", url("/slow"), "method", "POST", "idempotent", true)));
    }

    @Test
    void aPostThatReachedNobodyIsKnownToHaveDoneNothing() {
        service.close();
        refused(ProblemType.UPSTREAM_FAILED, request(Map.of("url", url("/a"), "method", "POST")));
    }

    @Test
    void slowAnswersEndInTime() {
        service.on("/drip", (exchange, asked) -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
        });
        long start = System.nanoTime();
        refused(ProblemType.TIMEOUT, get(Map.of("url", url("/drip"), "timeout", "1s")));
        refused(ProblemType.TIMEOUT, get(Map.of("url", url("/drip"))).within(Duration.ofMillis(1_500)));
        refused(ProblemType.OUTCOME_UNKNOWN, request(Map.of("url", url("/drip"), "method", "POST", "timeout", "1s")));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void largeAnswersAreRefusedAndBombsAreNotUnpacked() throws Exception {
        service.on("/large", 200, "text/plain", "x".repeat(2_000_000));
        refused(ProblemType.TOO_LARGE, get(Map.of("url", url("/large"))));
        assertThat(invoke(get(Map.of("url", url("/large"), "maxBytes", 2_000_000)))
                        .path("body")
                        .asText())
                .hasSize(2_000_000);

        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[50_000_000]);
        }
        service.on("/bomb", (exchange, asked) -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            TestService.write(exchange, 200, "application/json", packed.toByteArray());
        });
        JsonNode bomb = invoke(get(Map.of("url", url("/bomb"))));
        assertThat(bomb.path("base64").asBoolean()).isTrue();
        assertThat(bomb.path("body").asText()).hasSizeLessThan(200_000);
    }

    @Test
    void hugeHeadersAreRefused() {
        service.on("/headers", (exchange, asked) -> {
            exchange.getResponseHeaders().set("X-Big", "x".repeat(100_000));
            TestService.write(exchange, 200, "text/plain", new byte[1]);
        });
        refused(ProblemType.UPSTREAM_FAILED, get(Map.of("url", url("/headers"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/",
                "http://localhost:%d/",
                "http://[::1]:%d/",
                "http://2130706433:%d/",
                "http://0x7f000001:%d/",
                "http://closed.example:%d/",
                "http://user:s3same@open.example:%d/",
                "ftp://open.example:%d/",
                "//open.example:%d/",
                "open.example:%d"
            })
    void nothingClosedAndNothingOddIsAsked(String url) {
        assertThatThrownBy(() -> invoke(get(Map.of("url", url.formatted(service.port())))))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(ProblemType.INVALID);
                    assertThat(e.detail()).doesNotContain("s3same");
                });
        assertThat(service.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\0b", "ä"})
    void aHeaderCannotBecomeTwo(String value) {
        refused(ProblemType.INVALID, get(Map.of("url", url("/"), "headers", Map.of("X-One", value))));
        assertThat(service.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "content-length", "Transfer-Encoding", "X Evil", "X:Y", "X\r\nY", ""})
    void headersOfTheConnectionAreNotTheCallers(String name) {
        refused(ProblemType.INVALID, get(Map.of("url", url("/"), "headers", Map.of(name, "1"))));
        assertThat(service.seen).isEmpty();
    }

    @Test
    void redirectsAreFollowedWithinReason() throws Exception {
        service.on("/loop", (exchange, asked) -> redirect(exchange, "/loop"));
        refused(ProblemType.UPSTREAM_FAILED, get(Map.of("url", url("/loop"))));
        assertThat(service.seen).hasSize(6);
        assertThat(invoke(get(Map.of("url", url("/loop"), "followRedirects", false)))
                        .path("status")
                        .asInt())
                .isEqualTo(302);
        service.on("/in", (exchange, asked) -> redirect(exchange, service.url("closed.example", "/")));
        refused(ProblemType.INVALID, get(Map.of("url", url("/in"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "basic", "header"})
    void aCredentialStaysWithItsHost(String type) throws Exception {
        Map<String, Object> auth = Map.of("type", type, "secret", "TOKEN", "username", "hub", "name", "X-Token");
        String target = "http://%s:" + service.port() + "/to";
        AtomicReference<String> to = new AtomicReference<>(target.formatted("other.example"));
        service.on("/from", (exchange, asked) -> redirect(exchange, to.get()));

        invoke(secret(get(Map.of("url", url("/from"), "auth", auth))));
        assertThat(carriesSecret(service.seen.getFirst())).isTrue();
        assertThat(carriesSecret(service.last())).as("another host").isFalse();

        // The control: to the same host it goes along.
        to.set(target.formatted(HOST));
        invoke(secret(get(Map.of("url", url("/from"), "auth", auth))));
        assertThat(carriesSecret(service.last())).as("the same host").isTrue();
    }

    @Test
    void aSecretGoesOnlyToTheServerItIsBoundTo() throws Exception {
        Map<String, Object> auth = Map.of("type", "query", "secret", "TOKEN", "name", "key");
        String elsewhere = service.url("other.example", "/");
        refused(ProblemType.INVALID, secret(get(Map.of("url", elsewhere, "auth", auth))));
        assertThat(service.seen).isEmpty();
        invoke(secret(get(Map.of("url", url("/"), "auth", auth))));
        assertThat(service.last().uri()).isEqualTo("/?key=se%2Fcret%22value");
    }

    @Test
    void whatAServiceRepeatsOfASecretIsTakenOut() throws Exception {
        service.on("/echo", (exchange, asked) -> {
            String sent = String.join("", exchange.getRequestHeaders().get("Authorization"));
            exchange.getResponseHeaders().set("X-Sent", sent);
            TestService.write(exchange, 200, "text/plain", ("You sent " + sent).getBytes(StandardCharsets.UTF_8));
        });
        for (String type : List.of("bearer", "basic")) {
            FakeContext call = secret(get(
                    Map.of("url", url("/echo"), "auth", Map.of("type", type, "secret", "TOKEN", "username", "hub"))));
            JsonNode output = invoke(call);
            assertThat(output.toString()).contains("You sent", "***").doesNotContain("se/cret", "c2UvY3Jld");
            assertThat(call.log().toString()).doesNotContain("se/cret").contains(HOST);
        }
        service.on("/fails", 500, "text/plain", "no: se/cret\"value");
        assertThatThrownBy(() -> invoke(
                        secret(get(Map.of("url", url("/fails"), "auth", Map.of("type", "bearer", "secret", "TOKEN"))))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.detail() + e.evidence())
                                .contains("no: ***")
                                .doesNotContain("cret"));
    }

    @Test
    void anInputNamesOnePlaceAndOneBody() {
        refused(ProblemType.INVALID, get(Map.of()));
        refused(ProblemType.INVALID, get(Map.of("url", url("/"), "api", "crm")));
        refused(ProblemType.INVALID, get(Map.of("url", url("/"), "path", "/x")));
        refused(ProblemType.INVALID, request(Map.of("url", url("/"), "method", "POST", "text", "a", "body", 1)));
        refused(ProblemType.INVALID, get(Map.of("url", url("/"), "query", Map.of("a", List.of(List.of())))));
        assertThat(service.seen).isEmpty();
    }

    private static void redirect(com.sun.net.httpserver.HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private static boolean carriesSecret(TestService.Seen seen) {
        String encoded = Base64.getEncoder().encodeToString("hub:se/cret\"value".getBytes(StandardCharsets.UTF_8));
        String all = seen.headers().toString();
        return all.contains("se/cret\"value") || all.contains(encoded);
    }

    private FakeContext secret(FakeContext call) {
        return call.withSecretFor(HOST + ":" + service.port(), "TOKEN", "se/cret\"value");
    }

    private String url(String path) {
        return service.url(HOST, path);
    }

    private static FakeContext get(Map<String, ?> input) {
        return FakeContext.of("api-gateway", "get", input);
    }

    private static FakeContext request(Map<String, ?> input) {
        return FakeContext.of("api-gateway", "request", input);
    }

    private JsonNode invoke(FakeContext call) throws InterruptedException {
        return new ApiGatewayAgent(http, new FakeApis(), InstantSource.system()).invoke(call);
    }

    private void refused(ProblemType type, FakeContext call) {
        assertThatThrownBy(() -> invoke(call))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }
}
