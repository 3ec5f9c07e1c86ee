package io.automationhub.hub.deploying;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Labels;
import io.automationhub.hub.CrashingHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A hub that dies, or kills what it stands on, when a test orders it, with one project; and how long it took to mend. */
final class Crashes implements AutoCloseable {

    private static final List<String> STEPS = List.of(
            "git/resolve",
            "git/fetch",
            "container/build",
            "release/create",
            "deployment/start",
            "health-check/verify",
            "deployment/command",
            "deployment/switch",
            "release/activate",
            "deployment/drain",
            "deployment/bake",
            "deployment/retire");

    private final Path order;
    private final HubProcess hub;
    private final DeployedProject project;
    private final List<String> table = new ArrayList<>();
    private int version;
    private String page = "version 0";

    private Crashes(Path order, HubProcess hub, String slug) {
        this.order = order;
        this.hub = hub;
        this.project = DeployedProject.create(hub, slug, page);
    }

    /** Starts a hub and deploys a first release. */
    static Crashes begin(String slug, Map<String, String> environment) throws IOException {
        return begin(slug, environment, data -> {});
    }

    /** The same with a hub whose data folder is prepared before it starts. */
    static Crashes begin(String slug, Map<String, String> environment, HubProcess.Preparation preparation)
            throws IOException {
        Path order = Files.createTempDirectory("hub-crash").resolve("order");
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(CrashingHub.FILE_VARIABLE, order.toString());
        HubProcess hub = HubProcess.start(CrashingHub.class, variables, preparation);
        try {
            Crashes crashes = new Crashes(order, hub, slug);
            crashes.assertLiveAlone(crashes.project.begin());
            return crashes;
        } catch (RuntimeException | AssertionError e) {
            hub.close();
            throw e;
        }
    }

    /**
     * Where to crash: what the system property {@code crash.points} says, before and after every step when {@code
     * crash.all} is set, else a few.
     */
    static Stream<String> points(List<String> few) {
        String chosen = System.getProperty("crash.points", "");
        if (!chosen.isEmpty()) {
            return Stream.of(chosen.split(",", -1));
        }
        return Boolean.getBoolean("crash.all")
                ? STEPS.stream().flatMap(step -> Stream.of(step + ":before", step + ":after"))
                : few.stream();
    }

    HubProcess hub() {
        return hub;
    }

    DeployedProject project() {
        return project;
    }

    /** Commits a page that no other release has. */
    void nextPage() {
        page = "version " + ++version;
        project.app().page(page);
    }

    /** Begins a deployment of a new page in which the hub dies. */
    String deployAndDie(String point) throws IOException {
        nextPage();
        Files.writeString(order, point);
        String deployment = project.begin();
        assertThat(hub.awaitExit()).isEqualTo(CrashingHub.STATUS);
        assertThat(project.visit("/").status()).as("traffic while no hub runs").isEqualTo(200);
        return deployment;
    }

    /** Begins a deployment of a new page in which a process is killed. */
    String deployAndKill(String point, long victim) throws IOException {
        nextPage();
        Files.deleteIfExists(CrashingHub.done(order));
        Files.writeString(order, point + "\n" + victim);
        return project.begin();
    }

    /** Whether the process that {@link #deployAndKill} named was killed. */
    boolean isDone() {
        return Files.exists(CrashingHub.done(order));
    }

    /** Starts the hub again, and waits until the deployment it died in has succeeded and nothing else is left. */
    void mend(String what, String deployment) {
        long before = timesGivenBack();
        long begun = System.nanoTime();
        hub.restart();
        long ready = System.nanoTime();
        assertLiveAlone(deployment);
        assertThat(timesGivenBack())
                .as("the deployment did not have to wait for a time limit")
                .isEqualTo(before + 1);
        row(what, seconds(begun, ready), seconds(ready, System.nanoTime()));
    }

    private long timesGivenBack() {
        return hub.output().lines().filter(line -> line.contains("Gave back")).count();
    }

    /** One line of the table that is printed at the end. */
    void row(String what, double ready, double ended) {
        table.add(String.format(Locale.ROOT, "%-36s %10.1f %10.1f", what, ready, ended));
    }

    static double seconds(long from, long until) {
        return Duration.ofNanos(until - from).toMillis() / 1000.0;
    }

    /** Waits for the end of the deployment of the newest page; it succeeded, and its release alone is there. */
    void assertLiveAlone(String deployment) {
        JsonNode ended = project.awaitEnd(deployment);
        assertThat(ended.path("status").asText())
                .as("%s", ended.path("failure"))
                .isEqualTo("succeeded");
        assertThat(project.currentRelease()).isEqualTo(ended.path("release").asText());
        assertThat(project.visit("/"))
                .extracting(EdgeConnection.Answer::status, EdgeConnection.Answer::body)
                .containsExactly(200, page);
        assertThat(project.commands().stream().filter(page::equals))
                .as("runs of the release command for %s among %s", page, project.commands())
                .hasSize(1);
        assertAlone();
        assertThat(project.containers())
                .extracting(only -> String.valueOf(only.label(Labels.DEPLOYMENT)))
                .containsExactly(deployment);
        assertThat(project.containers()).extracting(ContainerInfo::restarts).containsExactly(0);
    }

    /** The live release has its one instance, one network and one slot of the proxy, and there is nothing besides. */
    void assertAlone() {
        assertThat(project.containers())
                .as("containers of the environment")
                .singleElement()
                .satisfies(only -> {
                    assertThat(only.running()).isTrue();
                    assertThat(only.label(Labels.KIND)).isEqualTo(Labels.KIND_INSTANCE);
                    assertThat(only.label(Labels.RELEASE)).isEqualTo(project.currentRelease());
                });
        assertThat(project.networks()).as("networks of the environment").hasSize(1);
        assertThat(project.slotsInService()).as("slots of the edge proxy").hasSize(1);
    }

    /** Prints how long everything took, and removes everything. */
    @Override
    public void close() throws IOException {
        System.out.printf("%n%-36s %10s %10s%n", "killed", "to ready/s", "to end/s");
        table.forEach(System.out::println);
        try {
            project.close();
        } finally {
            hub.close();
        }
        Files.deleteIfExists(order);
        Files.deleteIfExists(CrashingHub.done(order));
        Files.deleteIfExists(order.getParent());
    }
}
