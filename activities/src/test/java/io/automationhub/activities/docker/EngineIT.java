package io.automationhub.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EngineIT {

    @RegisterExtension
    static final TestEngine TEST = new TestEngine();

    private final Containers containers = TEST.engine.containers();

    @BeforeAll
    static void prepare() throws InterruptedException {
        TEST.prepared();
    }

    @Test
    void saysWhatItIs() {
        TEST.engine.ping();
        assertThat(TEST.engine.info().cpus()).isPositive();
    }

    @Test
    void anEngineThatIsAwayIsUnavailable() {
        try (Engine away = Engine.of(new EngineSettings(URI.create("unix:///nowhere/docker.sock"), "10.213.0.0/16"))) {
            assertThatThrownBy(away::ping)
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
            assertThatThrownBy(() -> away.logs().tail("x", 1))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
        }
    }

    @Test
    void aContainerIsMadeOnceHoweverOftenItIsAskedFor() {
        ContainerSpec spec = TEST.spec(TEST.name("once"), "sleep 60");
        ContainerInfo first = containers.createOrFind(spec);
        assertThat(first.status()).isEqualTo(ContainerInfo.Status.CREATED);
        assertThat(first.startedAt()).isNull();
        containers.start(first.name());
        containers.start(first.name());
        ContainerInfo second = containers.createOrFind(spec);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.running()).isTrue();
        assertThat(second.address(TEST.network)).startsWith("10.213.");

        containers.remove(first.id());
        containers.remove(first.id());
        containers.stop(first.id(), Duration.ZERO);
        containers.kill(first.id());
        assertThat(containers.find(first.id())).isEmpty();
    }

    @Test
    void aNameTakenBySomethingElseIsAConflict() {
        ContainerSpec spec = TEST.spec(TEST.name("taken"), "sleep 60");
        containers.createOrFind(spec);
        Map<String, String> others = Labels.managed()
                .with(Labels.ORGANIZATION, "other")
                .with(Labels.ENVIRONMENT, TEST.environment)
                .toMap();
        ContainerSpec other = new ContainerSpec(
                spec.name(), spec.image(), null, Map.of(), others, TEST.network, Map.of(), 32, 1, false);
        assertThatThrownBy(() -> containers.createOrFind(other))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT));
    }

    @Test
    void manyCallersGetOneNetwork() throws InterruptedException {
        String name = TEST.name("net");
        Map<String, String> labels =
                Labels.managed().with(Labels.ENVIRONMENT, TEST.environment).toMap();
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Engine> engines = IntStream.range(0, 4)
                    .mapToObj(i -> Engine.of(EngineSettings.fromEnvironment(System.getenv())))
                    .toList();
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            for (Engine engine : engines) {
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        go.await();
                        engine.networks().ensure(name, labels);
                    } catch (RuntimeException | InterruptedException e) {
                        failures.add(e);
                    }
                }));
            }
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            engines.forEach(Engine::close);
            assertThat(failures).isEmpty();
            TEST.engine.networks().ensure(name, labels);
            assertThatThrownBy(() -> TEST.engine.networks().ensure(name, Map.of(Labels.ORGANIZATION, "other")))
                    .isInstanceOf(ProblemException.class);
        } finally {
            TEST.engine.networks().remove(name);
        }
    }

    @Test
    void logsAreReadInOrderAndGoOnBehindAnyLine() throws InterruptedException {
        ContainerInfo info = containers.createOrFind(TEST.spec(
                TEST.name("log"), "i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); done; printf last"));
        containers.start(info.id());
        List<LogLine> all = read(info.id(), null);
        assertThat(all).hasSize(301);
        assertThat(all.get(299).text()).isEqualTo("line 299");
        assertThat(all.get(300).text()).isEqualTo("last");
        assertThat(all.stream().map(LogLine::time)).isSorted().doesNotHaveDuplicates();
        for (int seen : new int[] {0, 7, 150, 299}) {
            assertThat(read(info.id(), all.get(seen).time())).isEqualTo(all.subList(seen + 1, all.size()));
        }
        assertThat(TEST.engine.logs().tail(info.id(), 3))
                .extracting(LogLine::text)
                .containsExactly("line 298", "line 299", "last");
    }

    /** At a pace: engines before 23 skip lines of their own when a file fills while the last one is still being read. */
    @Test
    void logsSurviveRotation() throws InterruptedException {
        String script =
                "i=0; while [ $i -lt 50 ]; do j=0; while [ $j -lt 100 ]; do echo $i-$j $LONG; j=$((j+1)); done; i=$((i+1)); usleep 60000; done";
        ContainerSpec spec = TEST.spec(TEST.name("rotate"), script);
        spec.variables().put("LONG", "x".repeat(3_000));
        ContainerInfo info = containers.createOrFind(spec);
        containers.start(info.id());
        List<String> numbers = read(info.id(), null).stream()
                .map(line -> line.text().substring(0, line.text().indexOf(' ')))
                .toList();
        List<String> wanted = IntStream.range(0, 50)
                .boxed()
                .flatMap(i -> IntStream.range(0, 100).mapToObj(n -> i + "-" + n))
                .toList();
        assertThat(numbers).isEqualTo(wanted);
    }

    @Test
    void aCommandInsideAContainerIsAnArgumentListAndNoShell() throws InterruptedException {
        ContainerInfo info = containers.createOrFind(TEST.spec(TEST.name("exec"), "sleep 60"));
        containers.start(info.id());
        ExecResult echo = containers.exec(info.id(), List.of("/bin/echo", "$(id)", ";", "-n"), Duration.ofSeconds(10));
        assertThat(echo).isEqualTo(new ExecResult(0, List.of("$(id) ; -n")));
        assertThat(containers
                        .exec(info.id(), List.of("/bin/false"), Duration.ofSeconds(10))
                        .exitCode())
                .isEqualTo(1);
        assertThatThrownBy(() -> containers.exec(info.id(), List.of("/bin/sleep", "30"), Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TIMEOUT));
        ContainerStats stats = containers.stats(info.id());
        assertThat(stats.memoryLimitBytes()).isEqualTo(32L * 1024 * 1024);
        assertThat(stats.memoryBytes()).isPositive();
    }

    @Test
    void theExitCodeIsToldWhenTheContainerEnds() throws InterruptedException {
        ContainerInfo info = containers.createOrFind(TEST.spec(TEST.name("exit"), "sleep 0.2; exit 7"));
        containers.start(info.id());
        try (Feed<Integer> exit = containers.exit(info.id())) {
            assertThat(exit.poll(Duration.ofSeconds(10))).isEqualTo(7);
        }
        assertThat(containers.get(info.id()).exitCode()).isEqualTo(7);
    }

    @Test
    void eventsTellOfStartsAndEnds() {
        List<String> heard = java.util.Collections.synchronizedList(new ArrayList<>());
        String name = TEST.name("events");
        try (EngineEvents events = new EngineEvents(TEST.engine)) {
            events.listen(new EngineEvents.Listener() {
                @Override
                public void connected() {
                    heard.add("connected");
                }

                @Override
                public void happened(String action, String container, String of) {
                    if (of.equals(name)) {
                        heard.add(action);
                    }
                }
            });
            events.start();
            Awaitility.await().until(() -> heard.contains("connected"));
            ContainerInfo info = containers.createOrFind(TEST.spec(name, "sleep 60"));
            containers.start(info.id());
            containers.kill(info.id());
            containers.remove(info.id());
            Awaitility.await()
                    .untilAsserted(() -> assertThat(heard).containsExactly("connected", "start", "die", "destroy"));
        }
    }

    @Test
    void closingAFeedEndsABlockedRead() throws InterruptedException {
        ContainerInfo info = containers.createOrFind(TEST.spec(TEST.name("silent"), "sleep 60"));
        containers.start(info.id());
        Feed<LogLine> feed = TEST.engine.logs().follow(info.id(), null);
        assertThat(feed.poll(Duration.ofMillis(200))).isNull();
        feed.close();
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("log-" + info.id()) && thread.isAlive()));
    }

    private static List<LogLine> read(String container, @org.jspecify.annotations.Nullable Instant after)
            throws InterruptedException {
        List<LogLine> lines = new ArrayList<>();
        try (Feed<LogLine> feed = TEST.engine.logs().follow(container, after)) {
            while (!feed.ended()) {
                LogLine line = feed.poll(Duration.ofSeconds(20));
                if (line != null) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }
}
