package io.automationhub.agents.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.docker.BuildMessage;
import io.automationhub.activities.docker.BuildRequest;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineSettings;
import io.automationhub.activities.docker.Feed;
import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.edge.EdgeSettings;
import io.automationhub.agents.AgentJson;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.SecretResolver;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.pipeline.HealthCheck;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** A real engine and a real proxy with an environment of their own; all of it is gone when closed. */
public final class AgentHost implements AutoCloseable {

    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private static final String IMAGE = "hub-test/app:1";
    private static final String DOCKERFILE = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox","--install","-s","/bin"]
            COPY app /bin/app
            COPY fail /www/cgi-bin/fail
            CMD ["/bin/app"]
            """;
    private static final String APP = """
            #!/bin/sh
            echo "$ANSWER" > /www/index.html
            echo "serving $ANSWER"
            exec busybox httpd -f -p "$PORT" -h /www
            """;
    private static final String FAIL = """
            #!/bin/sh
            printf 'Status: 500 Broken\\r\\n\\r\\n'
            """;

    public final Engine engine = Engine.of(EngineSettings.fromEnvironment(System.getenv()));
    public final Edge edge;
    public final String environment = UUID.randomUUID().toString();
    public final String domain = "t" + environment.substring(0, 8) + ".example";
    private final OrganizationId organization = new OrganizationId(UUID.randomUUID());
    private final Path folder;
    private final int port;
    private final String image;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    AgentHost() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("hub-edge");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        edge = new Edge(new EdgeSettings(folder, "127.0.0.1:" + port, "haproxy", null, 2, 8));
        edge.start();
        image = image(
                Map.of(
                        "Dockerfile", DOCKERFILE,
                        "app", APP,
                        "fail", FAIL),
                IMAGE);
    }

    /** A call in this host's organization. */
    public final class Call implements CapabilityContext {
        private final CapabilityCall call;
        public final List<String> lines = new CopyOnWriteArrayList<>();
        public volatile @Nullable JsonNode at;
        public volatile boolean canceled;

        Call(OrganizationId whose, String agent, String capability, String key, Object input) {
            RunId run = new RunId(UUID.nameUUIDFromBytes(environment.getBytes(StandardCharsets.UTF_8)));
            JsonNode json = AgentJson.mapper().valueToTree(input);
            call = new CapabilityCall(WorkScope.of(whose), run, capability, key, agent, capability, json, "local");
        }

        @Override
        public CapabilityCall call() {
            return call;
        }

        @Override
        public void log(String line) {
            lines.add(line);
        }

        @Override
        public void heartbeat(@Nullable JsonNode position) {
            at = position;
            if (canceled) {
                throw new CancellationException();
            }
        }

        @Override
        public Optional<JsonNode> position() {
            return Optional.ofNullable(at);
        }

        @Override
        public SecretResolver secrets() {
            return (scope, name, version) -> "canary-of-" + name;
        }
    }

    public Call call(String agent, String capability, Object input) {
        return new Call(organization, agent, capability, environment + "/" + capability, input);
    }

    Call strangersCall(String agent, String capability, Object input) {
        return new Call(new OrganizationId(UUID.randomUUID()), agent, capability, environment + "/x", input);
    }

    /** A release that answers with a text. */
    public ReleaseSnapshot snapshot(String answer, int replicas) {
        return new ReleaseSnapshot(
                image,
                null,
                null,
                8080,
                null,
                Map.of("ANSWER", answer),
                Map.of("TOKEN", new ReleaseSnapshot.SecretReference("TOKEN", 1)),
                List.of(),
                new ReleaseSnapshot.Resources(32, 0.5),
                replicas,
                List.of(domain),
                new HealthCheck(HealthCheck.Type.TCP, null, null, null, 1, 1, 1, 3),
                null,
                1,
                new ReleaseSnapshot.Bake(1, 0.1, 1));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Host", domain)
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public List<ContainerInfo> containers() {
        return engine.containers().list(Map.of(Labels.ENVIRONMENT, environment));
    }

    /** Builds an image of texts, path to content, and busybox. */
    String image(Map<String, String> texts, String tag) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                add(tar, text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
            }
            add(tar, "busybox", Files.readAllBytes(Path.of("/bin/busybox")));
        }
        BuildRequest request = new BuildRequest(
                new ByteArrayInputStream(out.toByteArray()),
                "Dockerfile",
                Map.of(),
                null,
                Map.of(),
                tag,
                256,
                1,
                "default");
        String built = "";
        try (Feed<BuildMessage> feed = engine.images().build(request)) {
            while (!feed.ended()) {
                BuildMessage message = feed.poll(Duration.ofSeconds(60));
                if (message != null && message.kind() == BuildMessage.Kind.IMAGE) {
                    built = message.text();
                } else if (message != null && message.kind() == BuildMessage.Kind.FAILURE) {
                    throw new IOException(message.text());
                }
            }
        }
        return built;
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(0755);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        edge.close();
        containers().forEach(container -> engine.containers().remove(container.id()));
        engine.networks().remove(new Place(organization.toString(), environment).network());
        engine.close();
        ProcessHandle.of(Long.parseLong(
                        Files.readString(folder.resolve("haproxy.pid")).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
