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
 * A hub that dies in the middle of a deployment and is started again ends the deployment by itself: one live release, its
 * release command run once, nothing left over, and the next deployment gets its place. A few steps in every build; before
 * and after every step by {@code make crash}; where {@code -Dcrash.points} says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {

    private Crashes crashes;

    static Stream<String> points() {
        return Crashes.points(List.of("container/build:after", "deployment/command:after", "release/activate:before"));
    }

    @BeforeAll
    void start() throws IOException {
        crashes = Crashes.begin("crash", Map.of());
    }

    @AfterAll
    void stop() throws IOException {
        if (crashes != null) {
            crashes.close();
        }
    }

    @ParameterizedTest
    @MethodSource("points")
    void endsADeploymentItDiedIn(String point) throws IOException {
        String deployment = crashes.deployAndDie(point);
        crashes.mend("hub at " + point, deployment);
    }

    @Test
    void goesOnAfterAKillInTheMiddleOfABuild() {
        DeployedProject project = crashes.project();
        project.app().slowBuild("3");
        crashes.nextPage();
        String deployment = project.begin();
        project.awaitLog(deployment, "sleep");

        crashes.hub().kill();
        assertThat(project.visit("/").status()).as("traffic while no hub runs").isEqualTo(200);
        crashes.mend("hub in a build", deployment);
        project.app().quickBuild();
    }
}
