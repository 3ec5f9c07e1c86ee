package io.automationhub.hub;

import com.codahale.metrics.health.HealthCheckRegistry;
import io.automationhub.activities.docker.Engine;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.temporal.TemporalConnection;
import io.automationhub.hub.platform.web.health.HealthService;
import io.automationhub.hub.platform.web.health.ReadinessCheck;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.Set;

/** What readiness looks at. Without Docker everything but deployments works, so it is told but not required. */
final class ReadinessChecks {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String DOCKER = "docker";

    private ReadinessChecks() {}

    static HealthService register(
            HealthCheckRegistry checks, Database database, TemporalConnection temporal, Engine engine) {
        checks.register(
                "database",
                new ReadinessCheck(() -> require(database.answers(PATIENCE), "The database does not answer")));
        checks.register(
                "temporal", new ReadinessCheck(() -> require(temporal.answers(PATIENCE), "Temporal does not answer")));
        checks.register(DOCKER, new ReadinessCheck(engine::ping));
        return new HealthService(checks, Set.of(DOCKER));
    }

    private static void require(boolean well, String otherwise) {
        if (!well) {
            throw new ProblemException(ProblemType.UNAVAILABLE, otherwise);
        }
    }
}
