package io.automationhub.hub.features.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.AgentManifest;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.Effect;
import io.automationhub.workflows.agent.Placement;
import io.automationhub.workflows.ids.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AgentResourceTest {

    private static final String SAY = """
            {"type":"object","required":["text"],"additionalProperties":false,
             "properties":{"text":{"type":"string","maxLength":20},"times":{"type":"integer"}}}""";

    private static final List<String> started = new ArrayList<>();

    private static final Agent ECHO =
            agent("echo", "examples", "Repeats what it hears", capability("say", SAY, "talk/say"));
    private static final Agent EDGE = agent(
            "edge",
            "deployment",
            "Moves traffic",
            capability("switch", "{\"type\":\"object\",\"properties\":{\"environment\":{\"type\":\"string\"}}}"));

    @RegisterExtension
    static final ApiServer API = ApiServer.serving(() -> List.of(new AgentResource(new AgentService(
            new AgentCatalog(List.of(EDGE, ECHO)), (caller, capability, input, wait) -> {
                started.add(caller.organization() + " " + capability.agent() + "/"
                        + capability.manifest().name() + " " + input + " " + wait);
                boolean ended = wait.isPositive();
                return new Invocation(
                        new RunId(UUID.fromString("0192f0c1-7d2e-7c3a-9b1e-5f2d3c4b5a69")),
                        ended ? Invocation.Status.succeeded : Invocation.Status.queued,
                        ended ? input : null,
                        null);
            }))));

    @BeforeEach
    void nothingIsStarted() {
        started.clear();
    }

    @Test
    void listsAgentsBySlugInPages() {
        JsonNode first = API.get("/api/v1/agents?limit=1").send().json();
        assertThat(first.at("/items/0/slug").asText()).isEqualTo("echo");
        assertThat(first.at("/items/0/capabilities/0").asText()).isEqualTo("say");
        JsonNode second = API.get("/api/v1/agents?limit=1&cursor="
                        + first.path("nextCursor").asText())
                .send()
                .json();
        assertThat(second.at("/items/0/slug").asText()).isEqualTo("edge");
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void findsAgentsByDomainCapabilityAndWords() {
        assertThat(slugs("domain=deployment")).containsExactly("edge");
        assertThat(slugs("capability=say")).containsExactly("echo");
        assertThat(slugs("capability=talk/say")).containsExactly("echo");
        assertThat(slugs("capability=echo/say")).containsExactly("echo");
        assertThat(slugs("q=HEARS%20repeats")).containsExactly("echo");
        assertThat(slugs("q=repeats%20traffic")).isEmpty();
        assertThat(slugs("domain=nothing")).isEmpty();
    }

    @Test
    void showsSchemasAndNames() {
        JsonNode echo = API.get("/api/v1/agents/echo").send().json();
        assertThat(echo.at("/capabilities/0/uses").toString()).isEqualTo("[\"echo/say\",\"talk/say\"]");
        assertThat(echo.at("/capabilities/0/input/properties/text/type").asText())
                .isEqualTo("string");
        assertThat(echo.at("/capabilities/0/timeLimit").asText()).isEqualTo("PT5S");
        assertThat(API.get("/api/v1/agents/nobody").send().status()).isEqualTo(404);
    }

    @Test
    void invokingStartsARun() {
        ApiResponse answer = invoke("echo", "say", "{\"input\":{\"text\":\"hi\"}}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).endsWith("/api/v1/runs/0192f0c1-7d2e-7c3a-9b1e-5f2d3c4b5a69");
        assertThat(answer.json().path("status").asText()).isEqualTo("queued");
        assertThat(started).containsExactly(ApiServer.ORGANIZATION + " echo/say {\"text\":\"hi\"} PT0S");
    }

    @Test
    void waitingAnswersTheFinishedRun() {
        ApiResponse answer = API.post("/api/v1/agents/echo/capabilities/say/invoke", "{\"input\":{\"text\":\"hi\"}}")
                .header("Prefer", "wait=10")
                .send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/output/text").asText()).isEqualTo("hi");
    }

    @Test
    void anInputThatDoesNotFitIsRefusedWithPointers() {
        ApiResponse answer = invoke("echo", "say", "{\"input\":{\"times\":\"x\",\"more\":1}}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/input/text", "/input/times", "/input/more");
        assertThat(started).isEmpty();
    }

    @Test
    void unknownCapabilitiesAndAliasesAreNotFound() {
        assertThat(invoke("echo", "shout", "{\"input\":{}}").status()).isEqualTo(404);
        assertThat(invoke("talk", "say", "{\"input\":{\"text\":\"hi\"}}").status())
                .isEqualTo(404);
        assertThat(invoke("nobody", "say", "{\"input\":{}}").status()).isEqualTo(404);
    }

    @Test
    void whatActsOnAnEnvironmentIsForDeployments() {
        assertThat(invoke("edge", "switch", "{\"input\":{\"environment\":\"x\"}}")
                        .status())
                .isEqualTo(409);
        assertThat(started).isEmpty();
    }

    @Test
    void invokingNeedsTheRightToExecute() {
        assertThat(API.request("POST", "/api/v1/agents/echo/capabilities/say/invoke")
                        .scopes("read,write")
                        .json("{\"input\":{\"text\":\"hi\"}}")
                        .send()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void namesAreUniqueOverAllAgents() {
        assertThatThrownBy(() -> new AgentCatalog(List.of(ECHO, ECHO))).isInstanceOf(IllegalStateException.class);
        Agent thief = agent("thief", "examples", "Takes names", capability("take", SAY, "talk/say"));
        assertThatThrownBy(() -> new AgentCatalog(List.of(ECHO, thief))).hasMessageContaining("talk/say");
    }

    private static List<String> slugs(String query) {
        return API.get("/api/v1/agents?" + query).send().json().path("items").findValuesAsText("slug");
    }

    private static ApiResponse invoke(String agent, String capability, String body) {
        return API.post("/api/v1/agents/" + agent + "/capabilities/" + capability + "/invoke", body)
                .send();
    }

    private static Agent agent(String slug, String domain, String description, CapabilityManifest... capabilities) {
        AgentManifest manifest = new AgentManifest(slug, slug, "1.0.0", domain, description, List.of(capabilities));
        return new Agent() {
            @Override
            public AgentManifest manifest() {
                return manifest;
            }

            @Override
            public JsonNode invoke(CapabilityContext context) {
                throw new IllegalStateException("A resource runs no agent");
            }
        };
    }

    private static CapabilityManifest capability(String name, String input, String... aliases) {
        try {
            return new CapabilityManifest(
                    name,
                    List.of(aliases),
                    "Does " + name,
                    new ObjectMapper().readTree(input),
                    JsonNodeFactory.instance.objectNode(),
                    Effect.NONE,
                    Duration.ofSeconds(5),
                    Placement.HUB);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
