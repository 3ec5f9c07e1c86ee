package io.automationhub.hub.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.automationhub.activities.process.PidFile;
import io.automationhub.activities.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine runs in a network namespace of its own here, because a second one would rewrite the first one's rules. */
class OwnDockerEngineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Path dataDir = Path.of("");
    private Path sockets = Path.of("");

    @BeforeEach
    void makeFolders() throws Exception {
        assumeThat(ServiceUser.isRoot()).isTrue();
        assumeThat(Path.of("/usr/sbin/dockerd")).exists();
        dataDir = EmbeddedFolders.fresh("docker");
        sockets = Files.createTempDirectory("hub-engine");
    }

    @AfterEach
    void removeFolders() throws Exception {
        engine().stop();
        // A killed engine leaves its data folder mounted on itself.
        Tool.run(List.of("umount", dataDir.resolve("docker").toString()), Map.of(), PATIENCE);
        PostgresBinaries.deleteTree(dataDir);
        PostgresBinaries.deleteTree(sockets);
    }

    private OwnDockerEngine engine() {
        return new OwnDockerEngine(dataDir, sockets, List.of("unshare", "--net"));
    }

    private ProcessIdentity running() throws Exception {
        return new PidFile(dataDir.resolve("run/docker.pid")).running().orElseThrow();
    }

    @Test
    void outlivesItsHubIsAdoptedAndStartedAgainWhenItCrashes() throws Exception {
        OwnDockerEngine first = engine();
        first.start();
        await().atMost(PATIENCE).until(() -> DockerPing.answers(first.host()));
        ProcessIdentity before = running();
        first.close();

        OwnDockerEngine next = engine();
        next.start();
        assertThat(running()).isEqualTo(before);
        before.handle().orElseThrow().destroyForcibly();
        await().atMost(PATIENCE).until(() -> next.isRunning() && DockerPing.answers(next.host()));
        assertThat(running()).isNotEqualTo(before);

        next.stop();
        assertThat(next.isRunning()).isFalse();
    }
}
