package io.automationhub.hub.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.edge.EdgeSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code make stop ALL=1} against a real proxy and a real engine. */
class StopIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Path dataDir = Path.of("");
    private Path other = Path.of("");

    @BeforeEach
    void makeFolders() throws Exception {
        dataDir = EmbeddedFolders.fresh("stop");
        other = EmbeddedFolders.fresh("stay");
    }

    @AfterEach
    void removeFolders() throws Exception {
        Stop.stopProxy(dataDir);
        Stop.stopProxy(other);
        PostgresBinaries.deleteTree(dataDir);
        PostgresBinaries.deleteTree(other);
    }

    private static int port() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static ProcessHandle proxy(Path dataDir) throws Exception {
        try (Edge edge = new Edge(EdgeSettings.of(dataDir.resolve("edge"), "127.0.0.1:" + port(), "haproxy"))) {
            edge.start();
        }
        String pid = Files.readString(dataDir.resolve("edge/haproxy.pid")).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Test
    void endsTheProxyOfItsFolderAndNoOther() throws Exception {
        ProcessHandle ours = proxy(dataDir);
        ProcessHandle theirs = proxy(other);

        Stop.main(new String[] {dataDir.toString()});
        assertThat(ours.isAlive()).as("without --all").isTrue();
        Stop.main(new String[] {dataDir.toString(), "--all"});

        assertThat(ours.isAlive()).isFalse();
        assertThat(theirs.isAlive()).isTrue();
        assertThat(Stop.stopProxy(dataDir)).isFalse();
    }

    @Test
    void aNumberInThePidFileIsNotEnough() throws Exception {
        ProcessHandle theirs = proxy(other);
        Files.createDirectories(dataDir.resolve("edge"));
        Files.writeString(dataDir.resolve("edge/haproxy.pid"), theirs.pid() + "\n");
        assertThat(Stop.stopProxy(dataDir)).isFalse();
        assertThat(theirs.isAlive()).isTrue();
    }

    @Test
    void endsAProxyWhosePidFileIsLost() throws Exception {
        ProcessHandle ours = proxy(dataDir);
        Files.delete(dataDir.resolve("edge/haproxy.pid"));
        assertThat(Stop.stopProxy(dataDir)).isTrue();
        assertThat(ours.isAlive()).isFalse();
    }

    @Test
    void endsTheEngineOfTheHubsOwnWithItsContainers() throws Exception {
        assumeThat(ServiceUser.isRoot()).isTrue();
        assumeThat(Path.of("/usr/sbin/dockerd")).exists();
        Path sockets = OwnDockerEngine.socketFolder(EmbeddedState.load(dataDir));
        try {
            OwnDockerEngine engine = new OwnDockerEngine(dataDir, sockets, List.of("unshare", "--net"));
            engine.start();
            await().atMost(PATIENCE).until(() -> DockerPing.answers(engine.host()));
            engine.close();
            ProcessHandle container = container(engine);

            Stop.main(new String[] {dataDir.toString(), "--all"});

            assertThat(engine.isRunning()).isFalse();
            await().atMost(PATIENCE).until(() -> !container.isAlive());
        } finally {
            Stop.stopEngine(dataDir);
            // A killed engine leaves its data folder mounted on itself.
            Tool.run(List.of("umount", dataDir.resolve("docker").toString()), Map.of(), PATIENCE);
            PostgresBinaries.deleteTree(sockets);
        }
    }

    /** A container that sleeps, as its process on this machine. */
    private static ProcessHandle container(OwnDockerEngine engine) throws Exception {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(engine.host().toString())
                .build();
        try (ZerodepDockerHttpClient transport = new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build();
                DockerClient docker = DockerClientImpl.getInstance(config, transport)) {
            String image = docker.buildImageCmd(new ByteArrayInputStream(buildContext()))
                    .exec(new BuildImageResultCallback())
                    .awaitImageId();
            String id = docker.createContainerCmd(image)
                    .withCmd("/busybox", "sleep", "600")
                    .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                    .exec()
                    .getId();
            docker.startContainerCmd(id).exec();
            Long pid = Objects.requireNonNull(
                    docker.inspectContainerCmd(id).exec().getState().getPidLong());
            assertThat(pid).isPositive();
            return ProcessHandle.of(pid).orElseThrow();
        }
    }

    private static byte[] buildContext() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, "Dockerfile", "FROM scratch\nCOPY busybox /busybox\n".getBytes(StandardCharsets.UTF_8));
            add(tar, "busybox", Files.readAllBytes(Path.of("/bin/busybox")));
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(0755);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
