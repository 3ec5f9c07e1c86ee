package io.automationhub.hub;

import io.automationhub.activities.docker.Engine;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.temporal.TemporalConnection;
import io.automationhub.hub.platform.web.health.ReadinessCheck;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.List;

/** What readiness looks at. Without Docker everything but deployments works, so it is told but not required. */
final class ReadinessChecks {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private ReadinessChecks() {}

    static List<ReadinessCheck> of(Database database, TemporalConnection temporal, Engine engine) {
        return List.of(
                check("database", true, () -> require(database.answers(PATIENCE), "The database does not answer")),
                check("temporal", true, () -> require(temporal.answers(PATIENCE), "Temporal does not answer")),
                check("docker", false, engine::ping));
    }

    private static void require(boolean well, String otherwise) {
        if (!well) {
            throw new ProblemException(ProblemType.UNAVAILABLE, otherwise);
        }
    }

    private static ReadinessCheck check(String name, boolean required, Runnable look) {
        return new ReadinessCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void check() {
                look.run();
            }

            @Override
            public boolean required() {
                return required;
            }
        };
    }
}
