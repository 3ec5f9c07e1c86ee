package io.automationhub.hub.platform.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.automationhub.hub.platform.database.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all signals between replicas do while nothing fails. */
abstract class SignalsContract {

    /** The sender's replica. */
    abstract Signals here();

    /** Another replica. */
    abstract Signals there();

    abstract Transactions transactions();

    @Test
    void aSignalReachesEveryReplica() {
        try (Heard here = new Heard(here(), "contract");
                Heard there = new Heard(there(), "contract")) {
            send(here(), "contract", "one");
            send(there(), "contract", "two");
            for (Heard heard : List.of(here, there)) {
                await().untilAsserted(() -> assertThat(heard.bodies).containsExactlyInAnyOrder("one", "two"));
            }
        }
    }

    @Test
    void whatIsUndoneIsNotTold() {
        try (Heard there = new Heard(there(), "undone")) {
            assertThatThrownBy(() -> transactions().asSystem(handle -> {
                        here().send(handle, "undone", "never");
                        throw new IllegalStateException("undone");
                    }))
                    .hasMessage("undone");
            send(here(), "undone", "done");
            await().untilAsserted(() -> assertThat(there.bodies).containsExactly("done"));
        }
    }

    @Test
    void theSignalComesAfterTheCommit() throws InterruptedException {
        try (Heard there = new Heard(there(), "commit")) {
            transactions().asSystem(handle -> {
                here().send(handle, "commit", "early?");
                // Something a second connection sends meanwhile overtakes it.
                Thread other = Thread.ofVirtual().start(() -> send(here(), "commit", "first"));
                other.join();
                await().untilAsserted(() -> assertThat(there.bodies).containsExactly("first"));
                return handle;
            });
            await().untilAsserted(() -> assertThat(there.bodies).containsExactly("first", "early?"));
        }
    }

    @Test
    void bodiesComeAsTheyWere() {
        List<String> bodies =
                List.of("", "a:b:c", "ünï \" ' \\ %s", "\uD83D\uDE80", "x".repeat(Signals.MAX_BODY_BYTES));
        try (Heard there = new Heard(there(), "bodies")) {
            bodies.forEach(body -> send(here(), "bodies", body));
            await().untilAsserted(() -> assertThat(there.bodies).containsExactlyElementsOf(bodies));
        }
    }

    @Test
    void channelsAreApartAndAnEndedListeningHearsNothing() {
        try (Heard there = new Heard(there(), "mine");
                Heard others = new Heard(there(), "others")) {
            Heard ended = new Heard(there(), "mine");
            ended.close();
            send(here(), "mine", "one");
            await().untilAsserted(() -> assertThat(there.bodies).containsExactly("one"));
            assertThat(ended.bodies).isEmpty();
            assertThat(others.bodies).isEmpty();
        }
    }

    @Test
    void aListenerThatFailsHarmsNobody() {
        Signals.Listening failing = there().listen("failing", new Signals.Listener() {
            @Override
            public void received(String body) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void missed() {
                throw new IllegalStateException("on purpose");
            }
        });
        try (failing;
                Heard there = new Heard(there(), "failing")) {
            send(here(), "failing", "one");
            send(here(), "failing", "two");
            await().untilAsserted(() -> assertThat(there.bodies).containsExactly("one", "two"));
        }
    }

    @Test
    void manySendersAtOnceAreAllHeard() throws Exception {
        List<String> sent = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
        try (Heard there = new Heard(there(), "many");
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<? extends Future<?>> sending = sent.stream()
                    .map(body -> threads.submit(() -> send(here(), "many", body)))
                    .toList();
            for (Future<?> one : sending) {
                one.get();
            }
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(there.bodies).containsExactlyInAnyOrderElementsOf(sent));
        }
    }

    void send(Signals signals, String channel, String body) {
        transactions().asSystem(handle -> {
            signals.send(handle, channel, body);
            return handle;
        });
    }

    /** What one listener was told. */
    static final class Heard implements Signals.Listener, AutoCloseable {

        final List<String> bodies = new CopyOnWriteArrayList<>();
        final AtomicInteger missed = new AtomicInteger();
        private final Signals.Listening listening;

        Heard(Signals signals, String channel) {
            this.listening = signals.listen(channel, this);
        }

        @Override
        public void received(String body) {
            bodies.add(body);
        }

        @Override
        public void missed() {
            missed.incrementAndGet();
        }

        @Override
        public void close() {
            listening.close();
        }
    }
}
