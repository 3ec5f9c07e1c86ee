package io.automationhub.activities.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The real engine at {@code DOCKER_HOST}, a tiny image on it, and removal of what a test class made, by its own label. */
public final class TestEngine implements AfterAllCallback {

    public static final String BUSYBOX = "hub-test/busybox:1";

    public final Engine engine = Engine.of(EngineSettings.fromEnvironment(System.getenv()));
    public final String organization = UUID.randomUUID().toString();
    public final String environment = UUID.randomUUID().toString();
    public final String network = "hub-test-" + environment.substring(0, 8);

    private boolean prepared;

    /** Labels of everything this test class makes. */
    public Map<String, String> labels() {
        return Labels.managed()
                .with(Labels.ORGANIZATION, organization)
                .with(Labels.ENVIRONMENT, environment)
                .with(Labels.KIND, Labels.KIND_INSTANCE)
                .toMap();
    }

    /** Makes the tiny image and the network unless they are there. */
    public TestEngine prepared() throws InterruptedException {
        if (!prepared) {
            if (engine.images().find(BUSYBOX).isEmpty()) {
                build(
                        Map.of(
                                "Dockerfile",
                                "FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\",\"--install\",\"-s\",\"/bin\"]\n"
                                        .getBytes(StandardCharsets.UTF_8),
                                "busybox",
                                bytes(Path.of("/bin/busybox"))),
                        BUSYBOX,
                        Map.of());
            }
            engine.networks()
                    .ensure(
                            network,
                            Labels.managed()
                                    .with(Labels.ENVIRONMENT, environment)
                                    .toMap());
            prepared = true;
        }
        return this;
    }

    /** Builds an image of files, path to content, all of them executable. */
    public String build(Map<String, byte[]> files, String tag, Map<String, String> labels) throws InterruptedException {
        BuildRequest request = new BuildRequest(
                new ByteArrayInputStream(tar(files)), "Dockerfile", Map.of(), null, labels, tag, 512, 2, "default");
        String image = "";
        try (Feed<BuildMessage> feed = engine.images().build(request)) {
            while (!feed.ended()) {
                BuildMessage message = feed.poll(Duration.ofSeconds(60));
                if (message != null && message.kind() == BuildMessage.Kind.IMAGE) {
                    image = message.text();
                } else if (message != null && message.kind() == BuildMessage.Kind.FAILURE) {
                    throw new IllegalStateException(message.text());
                }
            }
        }
        return image;
    }

    /** What an image is started with, as the engine tells it, less the layer its last one was made of. */
    public JsonNode config(String image) throws IOException {
        try (EngineHttp.Answer answer =
                engine.http().open("GET", "/images/" + image + "/json", Map.of(), Map.of(), null)) {
            ObjectNode config = new ObjectMapper().readTree(answer.body()).withObject("Config");
            config.remove("Image");
            return config;
        }
    }

    /** A container that runs a shell script in the tiny image. */
    public ContainerSpec spec(String name, String script) {
        return new ContainerSpec(
                name,
                BUSYBOX,
                List.of("/bin/sh", "-c", script),
                new LinkedHashMap<>(),
                labels(),
                network,
                Map.of(),
                32,
                0.5,
                false);
    }

    /** A name no other test uses. */
    public String name(String hint) {
        return "hub-test-" + environment.substring(0, 8) + "-" + hint;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        engine.containers()
                .list(Map.of(Labels.ENVIRONMENT, environment))
                .forEach(c -> engine.containers().remove(c.id()));
        engine.networks().remove(network);
        engine.close();
    }

    private static byte[] tar(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                entry.setMode(0755);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
