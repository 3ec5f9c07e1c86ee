package io.automationhub.agents.healthcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.activities.http.OutgoingTcp;
import io.automationhub.activities.probe.ContainerStates;
import io.automationhub.activities.probe.HealthVerifier;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.FakeContext;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.pipeline.HealthCheck;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthCheckAgentIT extends AgentContractTest {

    private static final ContainerStates RUNNING = new ContainerStates() {
        @Override
        public State state(String container) {
            return new State(true, null, 0);
        }

        @Override
        public List<String> lastLines(String container, int count) {
            return List.of();
        }
    };

    private HttpServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/bad") ? 500 : 200, -1);
            exchange.close();
        });
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Override
    protected TypedAgent agent() {
        return agent(true);
    }

    private static TypedAgent agent(boolean privateOpen) {
        AddressPolicy policy = new AddressPolicy(privateOpen, Set.of(), Set.of());
        HealthVerifier verifier =
                new HealthVerifier(RUNNING, (container, command, timeout) -> 0, InstantSource.system());
        return new HealthCheckAgent(verifier, new OutgoingHttp(policy), new OutgoingTcp(policy));
    }

    @Test
    void verifiesInstances() throws Exception {
        HealthCheck check = new HealthCheck(HealthCheck.Type.HTTP, "/health", null, null, 1, 1, 1, 3);
        List<InstanceInfo> instances = List.of(new InstanceInfo("web-1", "c1", "127.0.0.1", port));
        FakeContext call = FakeContext.of(
                "health-check", "verify", Map.of("instances", instances, "healthCheck", check, "port", 8080));
        assertThat(agent().invoke(call).path("probes").asInt()).isEqualTo(1);
        assertThat(call.log()).contains("web-1: HTTP 200");
    }

    @Test
    void tellsWhetherAUrlAnswers() throws Exception {
        assertThat(http("/").path("healthy").asBoolean()).isTrue();
        assertThat(http("/bad").path("healthy").asBoolean()).isFalse();
        assertThat(http("/bad").path("status").asInt()).isEqualTo(500);
        server.stop(0);
        assertThat(http("/").path("healthy").asBoolean()).isFalse();
        assertThat(http("/").path("status").isNull()).isTrue();
    }

    @Test
    void tellsWhetherAPortListens() throws Exception {
        assertThat(tcp().path("healthy").asBoolean()).isTrue();
        server.stop(0);
        assertThat(tcp().path("healthy").asBoolean()).isFalse();
    }

    @Test
    void looksAtNothingThatIsClosed() {
        FakeContext call = FakeContext.of("health-check", "http", Map.of("url", "http://127.0.0.1:" + port + "/"));
        assertThatThrownBy(() -> agent(false).invoke(call)).isInstanceOf(ProblemException.class);
        FakeContext tcp = FakeContext.of("health-check", "tcp", Map.of("host", "127.0.0.1", "port", port));
        assertThatThrownBy(() -> agent(false).invoke(tcp)).isInstanceOf(ProblemException.class);
    }

    private JsonNode http(String path) throws InterruptedException {
        return agent().invoke(FakeContext.of(
                "health-check", "http", Map.of("url", "http://127.0.0.1:" + port + path, "timeoutSeconds", 2)));
    }

    private JsonNode tcp() throws InterruptedException {
        return agent().invoke(FakeContext.of("health-check", "tcp", Map.of("host", "127.0.0.1", "port", port)));
    }
}
