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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of the children, and what the next hub makes of it, when a hub is killed. */
class HubDeathIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Path dataDir = Path.of("");

    @BeforeEach
    void makeFolder() throws Exception {
        dataDir = EmbeddedFolders.fresh("hub ");
    }

    @AfterEach
    void removeFolder() throws Exception {
        PostgresBinaries.deleteTree(dataDir);
    }

    @Test
    void childrenDieWithAKilledHubAndTheNextHubGoesOn() throws Exception {
        ProcessIdentity postgres;
        ProcessIdentity temporal;
        int port;
        try (ForkedHub hub = ForkedHub.start(List.of(), dataDir, EmbeddedFolders.binaries(), "temporal")) {
            postgres = ProcessIdentity.of(hub.pid("postgres")).orElseThrow();
            temporal = ProcessIdentity.of(hub.pid("temporal")).orElseThrow();
            port = hub.postgresPort();
            hub.kill();
        }
        await().atMost(PATIENCE).until(() -> !postgres.isAlive() && !temporal.isAlive());
        try (ForkedHub hub = ForkedHub.start(List.of(), dataDir, EmbeddedFolders.binaries(), "temporal")) {
            assertThat(hub.output()).endsWith("ready");
            assertThat(hub.postgresPort()).isEqualTo(port);
        }
    }

    @Test
    void aLeftoverIsFoundAndEnded() throws Exception {
        ProcessIdentity leftover;
        try (ForkedHub hub = ForkedHub.start(List.of(), dataDir, EmbeddedFolders.binaries())) {
            hub.postgresPort();
        }
        leftover = startOrphanPostgres();
        try (ForkedHub hub = ForkedHub.start(List.of(), dataDir, EmbeddedFolders.binaries())) {
            assertThat(hub.output()).endsWith("ready");
            assertThat(leftover.isAlive()).isFalse();
        }
    }

    /** A server without the parent-death signal, as on a system without setpriv. */
    private ProcessIdentity startOrphanPostgres() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpack(EmbeddedFolders.binaries());
        PostgresCluster cluster =
                new PostgresCluster(dataDir.resolve("postgres/cluster"), binaries, ServiceUser.forRoot());
        Process process = new ProcessBuilder(Launcher.as(ServiceUser.forRoot())
                        .command(List.of(
                                binaries.program("postgres"),
                                "-D",
                                cluster.folder().toString())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .directory(Path.of("/").toFile())
                .start();
        await().atMost(PATIENCE).until(() -> cluster.acceptsConnections(process.toHandle()));
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        new PidFile(dataDir.resolve("run/postgres.pid")).write(identity);
        return identity;
    }

    @Test
    void aSecondHubOnTheSameFolderIsRefusedWithTheFirstsNumber() throws Exception {
        try (ForkedHub first = ForkedHub.start(List.of(), dataDir, EmbeddedFolders.binaries());
                ForkedHub second = ForkedHub.start(List.of(), dataDir, EmbeddedFolders.binaries())) {
            assertThat(first.output()).endsWith("ready");
            assertThat(second.output()).contains("failed", "is in use by another hub, process ");
            assertThat(ProcessHandle.of(first.pid("postgres"))).isPresent();
        }
    }

    @Test
    void worksForAnOrdinaryUser() throws Exception {
        assumeThat(ServiceUser.isRoot()).isTrue();
        ServiceUser user = ServiceUser.forRoot().orElseThrow();
        user.own(dataDir);
        Path binaries = Files.createDirectory(dataDir.resolve("binaries"));
        user.own(binaries);
        assumeThat(user.reaches(Path.of(System.getProperty("user.dir")))).isTrue();
        Path repository = readableCopyOfTheClassPath();
        String saved = System.getProperty("java.class.path");
        System.setProperty("java.class.path", repository.toString());
        try (ForkedHub hub = ForkedHub.start(
                Launcher.as(Optional.of(user)).command(List.of("env", "HOME=/nonexistent")),
                dataDir.resolve("data"),
                binaries)) {
            assertThat(hub.output()).endsWith("ready");
            String status = Files.readString(Path.of("/proc", Long.toString(hub.pid("postgres")), "status"));
            assertThat(status).containsPattern("Uid:\\s+" + user.uid() + "\\s");
        } finally {
            System.setProperty("java.class.path", saved);
        }
    }

    /** The libraries may lie below a home that other users cannot enter. */
    private Path readableCopyOfTheClassPath() throws Exception {
        Path copy = Files.createDirectory(dataDir.resolve("classes"));
        StringBuilder classPath = new StringBuilder();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)) {
                Path target = copy.resolve(number++ + ".jar");
                Files.copy(path, target);
                path = target;
            }
            classPath.append(path).append(':');
        }
        return Path.of(classPath.toString());
    }

    @Test
    void stopEndsTheHubInOrder() throws Exception {
        try (ForkedHub hub = ForkedHub.start(List.of(), dataDir, EmbeddedFolders.binaries())) {
            ProcessIdentity postgres = ProcessIdentity.of(hub.pid("postgres")).orElseThrow();
            assertThat(Stop.stopHub(dataDir)).isTrue();
            await().atMost(PATIENCE).until(() -> !postgres.isAlive());
            assertThat(Stop.stopHub(dataDir)).isFalse();
        }
    }
}
