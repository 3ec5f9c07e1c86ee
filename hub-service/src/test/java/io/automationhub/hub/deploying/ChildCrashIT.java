package io.automationhub.hub.deploying;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Temporal or PostgreSQL is killed in the middle of a deployment while the hub goes on. The hub starts it again, and the
 * deployment ends by itself. Points are chosen as for {@link CrashIT}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChildCrashIT {

    private Crashes crashes;

    static Stream<String> temporalPoints() {
        return Crashes.points(List.of("container/build:before", "release/activate:after"));
    }

    static Stream<String> postgresPoints() {
        return Crashes.points(List.of("release/create:before", "deployment/switch:after"));
    }

    @BeforeAll
    void start() throws IOException {
        crashes = Crashes.begin("child-crash", Map.of());
    }

    @AfterAll
    void stop() throws IOException {
        if (crashes != null) {
            crashes.close();
        }
    }

    @ParameterizedTest
    @MethodSource("temporalPoints")
    void endsADeploymentInWhichTemporalDied(String point) throws IOException {
        endsAfter("temporal", point);
    }

    @ParameterizedTest
    @MethodSource("postgresPoints")
    void endsADeploymentInWhichPostgresDied(String point) throws IOException {
        endsAfter("postgres", point);
    }

    @Test
    void losesNoDeploymentThatIsAskedForWhileTemporalIsAway() {
        crashes.nextPage();
        long before = crashes.hub().child("temporal");
        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        String deployment = crashes.project().begin();

        crashes.hub().awaitOther("temporal", before);
        crashes.assertLiveAlone(deployment);
    }

    private void endsAfter(String child, String point) throws IOException {
        long before = crashes.hub().child(child);
        long begun = System.nanoTime();
        String deployment = crashes.deployAndKill(point, before);
        crashes.hub().awaitOther(child, before);
        long ready = System.nanoTime();
        assertThat(crashes.isDone()).as("%s was killed at %s", child, point).isTrue();
        crashes.assertLiveAlone(deployment);
        crashes.row(child + " at " + point, Crashes.seconds(begun, ready), Crashes.seconds(ready, System.nanoTime()));
    }
}
