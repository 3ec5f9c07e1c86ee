package io.automationhub.hub.platform.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthResourceTest {

    private static final ReadinessCheck WELL = check("database", () -> {});
    private static final ReadinessCheck AWAY = check("docker", () -> {
        throw new ProblemException(ProblemType.UNAVAILABLE, "The Docker engine does not answer");
    });
    private static final ReadinessCheck SECRETIVE = check("temporal", () -> {
        throw new IllegalStateException("password=hunter2");
    });

    @RegisterExtension
    static final ApiServer API =
            ApiServer.serving(() -> List.of(new HealthResource(new HealthService(List.of(WELL, AWAY, SECRETIVE)))));

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

    private static ReadinessCheck check(String name, ThrowingRunnable look) {
        return new ReadinessCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void check() throws Exception {
                look.run();
            }
        };
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }
}
