package io.automationhub.hub.features.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.HubApplication;
import io.automationhub.hub.deploying.HubClient;
import io.automationhub.hub.deploying.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example workflows of the README, as they are. */
class ExampleWorkflowsIT {

    private static final Path EXAMPLES = Path.of("../examples/workflows");

    private static @Nullable HubProcess started;

    @BeforeAll
    static void startHub() throws IOException {
        started = HubProcess.start(HubApplication.class, Map.of());
        for (String name : new String[] {"sequential", "parallel", "conditional"}) {
            client().postYaml("/api/v1/workflows", Files.readString(EXAMPLES.resolve(name + ".yaml")));
            client().post("/api/v1/workflows/" + name + "/publish", "");
        }
    }

    @AfterAll
    static void stopHub() {
        Objects.requireNonNull(started).close();
    }

    private static HubClient client() {
        return Objects.requireNonNull(started).client();
    }

    private static JsonNode start(String name, String input) {
        return client().post("/api/v1/workflows/" + name + "/runs", "{\"input\": " + input + "}");
    }

    private static JsonNode ended(JsonNode run) {
        String path = "/api/v1/runs/" + run.path("id").asText();
        await().atMost(Duration.ofMinutes(2)).until(() -> client().get(path).hasNonNull("endedAt"));
        return client().get(path);
    }

    @Test
    void sequential() {
        JsonNode good = ended(start("sequential", "{\"order\": 7, \"lines\": [{\"price\": 2.5, \"count\": 4}]}"));
        assertThat(good.path("output").path("prices").path(0).asDouble()).isEqualTo(10);
        JsonNode bad = ended(start("sequential", "{\"order\": 7}"));
        assertThat(bad.path("error").path("detail").asText()).isEqualTo("Order 7 has no lines");
    }

    @Test
    void parallel() {
        JsonNode offer = ended(start("parallel", "{}")).path("output").path("offer");
        assertThat(offer.path("regions")).hasSize(3);
        assertThat(offer.path("waited").asInt()).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void conditional() {
        assertThat(ended(start("conditional", "{\"amount\": 10}"))
                        .path("output")
                        .path("paid")
                        .asInt())
                .isEqualTo(10);
        JsonNode large = start("conditional", "{\"amount\": 5000}");
        String path = "/api/v1/runs/" + large.path("id").asText();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> client().get(path).path("status").asText().equals("waiting"));
        client().post(
                        path + "/steps/approve/approve",
                        "{\"decision\": \"approve\", \"form\": {\"reason\": \"budget\"}}");
        assertThat(ended(large).path("output").path("reason").asText()).isEqualTo("budget");
    }
}
