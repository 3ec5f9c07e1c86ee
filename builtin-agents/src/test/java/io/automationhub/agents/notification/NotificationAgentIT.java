package io.automationhub.agents.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.activities.notify.Mailer;
import io.automationhub.activities.notify.WebhookSender;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.AgentJson;
import io.automationhub.agents.FakeContext;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.problem.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class NotificationAgentIT extends AgentContractTest {

    private static final String CANARY = "canary-8d1f";

    @Override
    protected TypedAgent agent() {
        AddressPolicy policy = new AddressPolicy(true, Set.of(), Set.of());
        return new NotificationAgent(
                new WebhookSender(new OutgoingHttp(policy), InstantSource.system()),
                new Mailer(policy, InstantSource.system()));
    }

    @Test
    void postsTextAndDataUnderTheKeyOfTheCall() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Hub-Delivery")));
            seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/token-in-the-path";
            FakeContext call = FakeContext.of(
                            "notification",
                            "webhook",
                            Map.of("url", url, "secret", "KEY", "text", "live", "data", Map.of("release", 7)))
                    .withSecret("KEY", CANARY);
            JsonNode output = agent().invoke(call);
            assertThat(output.path("status").asInt()).isEqualTo(204);
            assertThat(output.path("delivery").asText()).isEqualTo(call.call().key());
            assertThat(seen.getFirst()).isEqualTo(call.call().key());
            assertThat(AgentJson.mapper().readTree(seen.getLast()))
                    .isEqualTo(AgentJson.mapper().readTree("{\"text\":\"live\",\"data\":{\"release\":7}}"));
            assertThat(String.join("\n", call.log())).doesNotContain(CANARY, "token-in-the-path");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anUnknownSecretSendsNothing() {
        FakeContext call = FakeContext.of(
                "notification", "webhook", Map.of("url", "http://127.0.0.1:9/", "secret", "NONE", "text", "live"));
        assertThatThrownBy(() -> agent().invoke(call))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.detail()).contains("NONE"));
    }

    @Test
    void aPasswordIsNotSentInTheClear() {
        FakeContext call = FakeContext.of(
                        "notification",
                        "email",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "security",
                                "none",
                                "user",
                                "hub",
                                "password",
                                "PW",
                                "from",
                                "hub@example.org",
                                "to",
                                List.of("ada@example.org"),
                                "subject",
                                "live",
                                "text",
                                "live"))
                .withSecret("PW", CANARY);
        assertThatThrownBy(() -> agent().invoke(call))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors().getFirst().pointer()).isEqualTo("/security"));
    }
}
