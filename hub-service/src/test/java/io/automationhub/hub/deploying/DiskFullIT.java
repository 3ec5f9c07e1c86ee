package io.automationhub.hub.deploying;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The disk that sources are fetched to is full. */
class DiskFullIT {

    private static final int CHUNK = 1 << 16;

    private Path disk = Path.of("/nowhere");
    private Crashes crashes;

    @BeforeEach
    void start() throws Exception {
        disk = Files.createTempDirectory("hub-disk");
        String mounted = run("mount", "-t", "tmpfs", "-o", "size=32m", "hub-disk", disk.toString());
        assumeTrue(mounted.isEmpty(), "only root can make a small disk: " + mounted);
        crashes = Crashes.begin("disk", Map.of(), data -> {
            Files.createDirectories(data);
            Files.createSymbolicLink(data.resolve("work"), disk);
        });
    }

    @AfterEach
    void stop() throws Exception {
        try {
            if (crashes != null) {
                crashes.close();
            }
        } finally {
            run("umount", disk.toString());
            Files.deleteIfExists(disk);
        }
    }

    @Test
    void aFullDiskFailsTheDeploymentWithAReasonAndIsForgottenWhenThereIsSpace() throws IOException {
        DeployedProject project = crashes.project();
        String live = project.currentRelease();
        Path filler = fill();
        project.app().largePage("a page that does not fit");

        JsonNode ended = project.deploy();

        assertThat(ended.path("status").asText()).isEqualTo("failed");
        JsonNode failure = ended.path("failure");
        assertThat(failure.path("step").asText()).as("%s", failure).isEqualTo("fetch");
        assertThat(failure.path("code").asText()).as("%s", failure).isEqualTo("disk_full");
        assertThat(failure.path("servingRelease").asText()).isEqualTo(live);
        assertThat(project.visit("/").body()).isEqualTo("version 0");
        crashes.assertAlone();

        Files.delete(filler);
        crashes.nextPage();
        crashes.assertLiveAlone(project.begin());
    }

    /** Writes until there is no room. */
    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(disk).getUsableSpace() > 0) {
                out.write(
                        chunk, 0, (int) Math.min(CHUNK, Files.getFileStore(disk).getUsableSpace()));
            }
        }
        return filler;
    }

    /** What a program printed; nothing when it succeeded. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : "failed: " + output;
    }
}
