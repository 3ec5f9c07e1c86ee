package io.automationhub.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.agent.LogSink;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogFollowerIT {

    @RegisterExtension
    static final TestEngine TEST = new TestEngine();

    private static final String COUNT =
            "while [ -f /n ] || echo 0 > /n; do n=$(cat /n); echo line $n; echo $((n+1)) > /n; "
                    + "[ $n -ge 40 ] && exec sleep 600; usleep 50000; done";

    /** A store of lines, of one container. */
    private static final class Store implements LogSink, LogPositions {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<Instant> times = new CopyOnWriteArrayList<>();
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
            TEST.engine.containers().restart(container.id(), java.time.Duration.ZERO);
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

    private static void following(Store store, Runnable meanwhile) {
        try (EngineEvents events = new EngineEvents(TEST.engine);
                LogFollower follower = new LogFollower(TEST.engine, store, store)) {
            events.listen(follower);
            events.start();
            meanwhile.run();
        }
    }
}
