package io.automationhub.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.agent.LogSink;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerIT {

    @RegisterExtension
    static final TestEngine TEST = new TestEngine();

    /** Goes on counting where it was killed, and rests at the end however often it is started again. */
    private static final String COUNT =
            "[ -f /n ] || echo 0 > /n; while n=$(cat /n); do [ $n -gt 40 ] && exec sleep 600; echo line $n; "
                    + "echo $((n+1)) > /n; usleep 50000; done";

    /** A thousand lines at a time, with pauses in which the follower catches up. */
    private static final String TEN_BURSTS =
            "i=0; while [ $i -lt 10 ]; do seq $((i*1000)) $((i*1000+999)); i=$((i+1)); usleep 200000; done; "
                    + "exec sleep 600";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A store of lines, of one container. */
    private static final class Store implements LogSink, LogPositions {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final List<Instant> times = Collections.synchronizedList(new ArrayList<>());
        private final String name;

        Store(String name) {
            this.name = name;
        }

        @Override
        public synchronized void line(WorkScope scope, LogStream stream, Instant time, String text) {
            if (stream.equals(LogStream.ofInstance(name))) {
                assertThat(scope.organization().toString()).isEqualTo(TEST.organization);
                lines.add(text);
                times.add(time);
            }
        }

        @Override
        public synchronized Optional<Instant> lastStored(OrganizationId organization, LogStream stream) {
            assertThat(organization.toString()).isEqualTo(TEST.organization);
            return times.isEmpty() ? Optional.empty() : Optional.of(times.getLast());
        }
    }

    @BeforeAll
    static void prepare() throws InterruptedException {
        TEST.prepared();
    }

    @Test
    void restartsOfHubAndContainerLeaveNeitherGapNorDouble() {
        String name = TEST.name("follow");
        Store store = new Store(name);
        ContainerInfo container = TEST.engine.containers().createOrFind(TEST.spec(name, COUNT));
        for (int seen : new int[] {5, 12, 25}) {
            following(store, () -> {
                TEST.engine.containers().start(container.id());
                Awaitility.await().until(() -> store.lines.size() >= seen);
            });
        }
        following(store, () -> {
            TEST.engine.containers().restart(container.id(), Duration.ZERO);
            Awaitility.await().until(() -> store.lines.contains("line 40"));
        });
        assertThat(store.lines.stream().distinct().toList())
                .isEqualTo(
                        IntStream.rangeClosed(0, 40).mapToObj(n -> "line " + n).toList());
        // The count may say one line twice, when it was killed between saying and counting it.
        assertThat(store.lines.size()).isBetween(41, 42);
        assertThat(store.times).isSorted().doesNotHaveDuplicates();
        assertThat(TEST.engine.logs().tail(container.id(), 100))
                .extracting(LogLine::text)
                .isEqualTo(store.lines);
    }

    @Test
    void aBurstComesAsItWasWritten() {
        String name = TEST.name("burst");
        Store store = new Store(name);
        ContainerInfo container = TEST.engine.containers().createOrFind(TEST.spec(name, "seq 0 9999; exec sleep 600"));
        following(store, () -> {
            TEST.engine.containers().start(container.id());
            Awaitility.await().atMost(PATIENCE).until(() -> store.lines.size() >= 10_000);
            TEST.engine.containers().restart(container.id(), Duration.ZERO);
            Awaitility.await().atMost(PATIENCE).until(() -> store.lines.size() >= 20_000);
        });
        assertThat(store.lines.subList(0, 10_000)).isEqualTo(numbers(10_000));
        assertThat(store.lines.subList(10_000, store.lines.size())).isEqualTo(numbers(10_000));
        assertThat(store.times).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anEngineConnectionThatIsCutLeavesNeitherGapNorDouble(@TempDir Path folder) throws Exception {
        String name = TEST.name("cut");
        Store store = new Store(name);
        ContainerInfo container = TEST.engine.containers().createOrFind(TEST.spec(name, TEN_BURSTS));
        try (WeakEngineLink link = new WeakEngineLink(folder);
                Engine engine = Engine.of(link.settings())) {
            following(engine, store, () -> {
                TEST.engine.containers().start(container.id());
                for (int seen = 500; seen < 10_000; seen += 1_900) {
                    int enough = seen;
                    Awaitility.await().atMost(PATIENCE).until(() -> store.lines.size() >= enough);
                    link.drop();
                }
                Awaitility.await().atMost(PATIENCE).until(() -> store.lines.size() >= 10_000);
            });
        }
        assertThat(store.lines).isEqualTo(numbers(10_000));
        assertThat(store.times).isSorted().doesNotHaveDuplicates();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static void following(Store store, Runnable meanwhile) {
        following(TEST.engine, store, meanwhile);
    }

    private static void following(Engine engine, Store store, Runnable meanwhile) {
        try (EngineEvents events = new EngineEvents(engine);
                LogFollower follower = new LogFollower(engine, store, store)) {
            events.listen(follower);
            events.start();
            meanwhile.run();
        }
    }
}
