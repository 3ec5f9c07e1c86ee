package io.automationhub.hub.deploying;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineSettings;
import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.docker.Names;
import io.automationhub.hub.platform.database.Tenancy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A project of a hub with one application, and what it left on the engine. */
final class DeployedProject implements AutoCloseable {

    static final Set<String> ENDED = Set.of("succeeded", "failed", "rolledBack", "canceled", "superseded");

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HubProcess hub;
    private final Engine engine;
    private final String slug;
    private final String project;
    private final String environment;
    private final SampleApp app;

    private DeployedProject(HubProcess hub, String slug, SampleApp app, JsonNode project) {
        this.hub = hub;
        this.engine = Engine.of(EngineSettings.fromEnvironment(hub.environment()));
        this.slug = slug;
        this.app = app;
        this.project = project.path("id").asText();
        this.environment = hub.client()
                .get("/api/v1/projects/" + slug + "/environments")
                .at("/items/0/id")
                .asText();
    }

    /** Makes a repository and a project of it. */
    static DeployedProject create(HubProcess hub, String slug, String page) {
        SampleApp app = SampleApp.create(hub.sources().resolve(slug), page);
        JsonNode project =
                hub.client().post("/api/v1/projects", """
                        {"slug": "%s", "name": "%s", "source": {"type": "git", "url": "%s", "ref": "main"},
                         "runtime": {"port": 8080, "drainSeconds": 1,
                          "volumes": [{"name": "data", "path": "/data"}],
                          "releaseCommand": ["/bin/busybox", "sh", "-c",
                                             "echo token=$TOKEN.; echo $(/bin/busybox cat /www/index.html) >> %s"],
                          "healthCheck": {"type": "http", "path": "/health", "startPeriodSeconds": 2,
                                          "intervalSeconds": 0.2, "timeoutSeconds": 2, "retries": 2},
                          "bake": {"seconds": 1, "maxErrorRate": 0.05, "minRequests": 20}}}
                        """.formatted(slug, slug, app.folder(), SampleApp.COMMAND_FILE));
        return new DeployedProject(hub, slug, app, project);
    }

    SampleApp app() {
        return app;
    }

    String host() {
        return slug + ".localhost";
    }

    /** Begins a deployment of the branch; its id. */
    String begin() {
        return hub.client()
                .post("/api/v1/projects/" + slug + "/deployments", "{}")
                .path("id")
                .asText();
    }

    /** Deploys the branch and waits for the end. */
    JsonNode deploy() {
        return awaitEnd(begin());
    }

    /** Makes a release live again and waits for the end. */
    JsonNode rollback(String release) {
        JsonNode begun = hub.client()
                .post("/api/v1/environments/" + environment + "/rollback", "{\"releaseId\": \"" + release + "\"}");
        return awaitEnd(begun.path("id").asText());
    }

    /** Stops, starts or restarts the environment and waits for the end. */
    JsonNode act(String action) {
        JsonNode begun = hub.client().post("/api/v1/environments/" + environment + "/" + action, "");
        return awaitEnd(begun.path("id").asText());
    }

    String environment() {
        return environment;
    }

    /** Whether the environment has a network on the engine. */
    boolean hasNetwork() {
        return engine.networks().exists("hub-" + Names.shortened(environment));
    }

    /** Waits until a deployment has ended, however. */
    JsonNode awaitEnd(String deployment) {
        HubClient client = hub.client();
        return await("end of deployment " + deployment)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> client.get("/api/v1/deployments/" + deployment),
                        found -> ENDED.contains(found.path("status").asText()));
    }

    /** Waits until a step of a deployment runs. */
    void awaitStep(String deployment, String step) {
        HubClient client = hub.client();
        await("step " + step)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.get("/api/v1/deployments/" + deployment)
                        .path("steps")
                        .valueStream()
                        .anyMatch(one -> one.path("id").asText().equals(step)
                                && one.path("status").asText().equals("running")));
    }

    /** Waits until the log of a deployment has a text: the step that writes it has really begun, not only its turn. */
    void awaitLog(String deployment, String text) {
        HubClient client = hub.client();
        await("log with " + text)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.text("/api/v1/deployments/" + deployment + "/logs")
                        .contains(text));
    }

    /** The release the hub says is live. */
    String currentRelease() {
        return hub.client()
                .get("/api/v1/environments/" + environment)
                .path("currentRelease")
                .asText();
    }

    /** What a visitor sees. */
    EdgeConnection.Answer visit(String path) {
        try {
            return EdgeConnection.once(hub.edgePort(), host(), path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything on the engine that belongs to the environment, running or not. */
    List<ContainerInfo> containers() {
        return engine.containers()
                .list(Labels.managed().with(Labels.ENVIRONMENT, environment).toMap());
    }

    /** For which pages the release command ran, in order. */
    List<String> commands() {
        return visit(SampleApp.COMMANDS_PATH).body().lines().toList();
    }

    /** The environment's networks on the engine. */
    List<String> networks() {
        return dockerLines("network", "ls", "--quiet", "--filter", "label=" + Labels.ENVIRONMENT + "=" + environment);
    }

    /** Names of the slots of the edge proxy that are in service. */
    List<String> slotsInService() {
        return EdgeStatistics.inService(hub.data().resolve("edge/admin.sock"));
    }

    private List<String> dockerLines(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(hub.environment());
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
            return output.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        containers().forEach(container -> engine.containers().remove(container.id()));
        engine.networks().remove("hub-" + Names.shortened(environment));
        Map<String, String> own =
                Labels.ofImage(Tenancy.DEFAULT_ORGANIZATION.toString(), project).toMap();
        engine.images().prune(own, List.of(), "none", Duration.ZERO);
        String volumes = "label=" + Labels.ENVIRONMENT + "=" + environment;
        dockerLines("volume", "ls", "--quiet", "--filter", volumes)
                .forEach(volume -> dockerLines("volume", "rm", volume));
        engine.close();
    }
}
