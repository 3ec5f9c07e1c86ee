package io.automationhub.hub.platform.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.health.HealthCheckRegistry;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthResourceTest {

    private static final HealthCheckRegistry CHECKS = new HealthCheckRegistry();

    @RegisterExtension
    static final ApiServer API = ApiServer.serving(() -> {
        CHECKS.register("database", new ReadinessCheck(() -> {}));
        CHECKS.register("docker", new ReadinessCheck(() -> {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The Docker engine does not answer");
        }));
        CHECKS.register("temporal", new ReadinessCheck(() -> {
            throw new IllegalStateException("password=hunter2");
        }));
        return List.of(new HealthResource(new HealthService(CHECKS, Set.of("docker"))));
    });

    @Test
    void saysWhatIsAwayWithoutItsException() {
        ApiResponse answer = API.request("GET", "/health/ready").send();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().at("/checks/0/status").asText()).isEqualTo("up");
        assertThat(answer.json().at("/checks/1/detail").asText()).isEqualTo("The Docker engine does not answer");
        assertThat(answer.json().at("/checks/2/detail").asText()).isEqualTo("is away");
        assertThat(answer.text()).doesNotContain("hunter2");
    }

    @Test
    void isAliveWhateverIsAway() {
        assertThat(API.request("GET", "/health/live").send().status()).isEqualTo(200);
    }

    @Test
    void answersUnknownPathsAndMethodsWithProblems() {
        ApiResponse missing = API.request("GET", "/health/nothing").send();
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.code()).isEqualTo("not_found");
        assertThat(missing.header("X-Request-ID"))
                .isEqualTo(missing.json().path("requestId").asText());
        ApiResponse method = API.request("DELETE", "/health/live").send();
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.code()).isEqualTo("method_not_allowed");
        assertThat(method.header("Allow")).contains("GET");
    }

    @Test
    void whatIsOptionalMayBeAway() {
        HealthCheckRegistry checks = new HealthCheckRegistry();
        checks.register("docker", new ReadinessCheck(() -> {
            throw new IllegalStateException("away");
        }));
        assertThat(new HealthService(checks, Set.of("docker")).ready().status()).isEqualTo(Health.Status.UP);
        assertThat(new HealthService(checks, Set.of()).ready().status()).isEqualTo(Health.Status.DOWN);
    }
}
