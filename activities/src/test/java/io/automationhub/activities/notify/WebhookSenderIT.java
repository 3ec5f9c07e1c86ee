package io.automationhub.activities.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WebhookSenderIT {

    private record Seen(
            String path,
            String delivery,
            String timestamp,
            @Nullable String signature,
            String body) {}

    private static final String BODY = "{\"text\":\"grün\"}";

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aReceiverCanCheckTheSignature() throws Exception {
        assertThat(sender("open.example").send(hook("/status/204", "k3y"), "run/step"))
                .isEqualTo(204);
        Seen one = seen.getFirst();
        assertThat(one.delivery()).isEqualTo("run/step");
        assertThat(one.timestamp()).isEqualTo("1700000000");
        assertThat(one.body()).isEqualTo(BODY);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("k3y".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal((one.timestamp() + "." + one.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(one.signature()).isEqualTo("sha256=" + HexFormat.of().formatHex(expected));
    }

    @Test
    void withoutSecretNothingIsSigned() {
        sender("open.example").send(hook("/status/200", null), "run/step");
        assertThat(seen.getFirst().signature()).isNull();
    }

    @Test
    void aKeyCannotAddAHeader() {
        sender("open.example").send(hook("/status/200", null), "a\r\nHub-Signature: forged");
        assertThat(seen.getFirst().signature()).isNull();
        assertThat(seen.getFirst().delivery()).isEqualTo("a%0D%0AHub-Signature%3A+forged");
    }

    @ParameterizedTest
    @CsvSource({
        "429,RATE_LIMITED,true",
        "503,UNAVAILABLE,true",
        "500,UPSTREAM_FAILED,true",
        "404,UPSTREAM_FAILED,true",
        "302,UPSTREAM_FAILED,true",
        "307,UPSTREAM_FAILED,true",
    })
    void refusalsFail(int status, ProblemType type, boolean retryable) {
        assertFails(sender("open.example"), hook("/status/" + status, null), type);
        assertThat(type.retryable()).isEqualTo(retryable);
        assertThat(seen).hasSize(1);
    }

    @Test
    void aRedirectIntoThePrivateNetworkIsRefused() {
        Webhook hook = hook("/to?http://closed.example:" + port + "/status/200", null);
        assertFails(sender("open.example"), hook, ProblemType.INVALID);
        assertThat(seen).hasSize(1);
        assertThat(sender("open.example", "closed.example").send(hook, "k"))
                .as("positive control: where the policy is open, the redirect is followed")
                .isEqualTo(200);
        assertThat(seen.getLast().path()).isEqualTo("/status/200");
        assertThat(seen.getLast().body()).isEqualTo(BODY);
    }

    @Test
    void aSignedDeliveryStaysWhereItWasAddressed() {
        WebhookSender sender = sender("open.example", "closed.example");
        assertFails(
                sender, hook("/to?http://closed.example:" + port + "/status/200", "k3y"), ProblemType.UPSTREAM_FAILED);
        assertThat(seen).hasSize(1);
        assertThat(sender.send(hook("/to?/status/200", "k3y"), "k")).isEqualTo(200);
        assertThat(seen.getLast().signature()).startsWith("sha256=");
    }

    @Test
    void endlessRedirectsEnd() {
        assertFails(sender("open.example"), hook("/loop", null), ProblemType.UPSTREAM_FAILED);
        assertThat(seen).hasSize(4);
    }

    private static void assertFails(WebhookSender sender, Webhook hook, ProblemType type) {
        assertThatThrownBy(() -> sender.send(hook, "k"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }

    private Webhook hook(String path, @Nullable String secret) {
        return new Webhook(URI.create("http://open.example:" + port + path), BODY, secret);
    }

    private static WebhookSender sender(String... open) {
        AddressPolicy policy = new AddressPolicy(
                false, Set.of(open), Set.of(), host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
        return new WebhookSender(new OutgoingHttp(policy), InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000L)));
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        seen.add(new Seen(
                path,
                String.valueOf(exchange.getRequestHeaders().getFirst("Hub-Delivery")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Hub-Timestamp")),
                exchange.getRequestHeaders().getFirst("Hub-Signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        int status = 307;
        if (path.startsWith("/status/")) {
            status = Integer.parseInt(path.substring("/status/".length()));
        } else {
            String target = path.equals("/to") ? exchange.getRequestURI().getQuery() : "/loop";
            exchange.getResponseHeaders().set("Location", target);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
