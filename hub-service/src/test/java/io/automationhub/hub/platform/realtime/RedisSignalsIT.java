package io.automationhub.hub.platform.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestRedis;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSignalsIT extends SignalsContract {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration PING = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static TestRedis redis;
    private static Counted fallback;
    private static RedisSignals here;
    private static RedisSignals there;

    @BeforeAll
    static void open() throws Exception {
        redis = new TestRedis();
        PostgresSignals own = new PostgresSignals(DATABASE.database()::connect);
        PostgresSignals others = new PostgresSignals(DATABASE.database()::connect);
        assertThat(own.awaitListening(PATIENCE)).isTrue();
        assertThat(others.awaitListening(PATIENCE)).isTrue();
        fallback = new Counted(own);
        here = new RedisSignals(redis.uri(), fallback, PING);
        there = new RedisSignals(redis.uri(), others, PING);
    }

    @AfterAll
    static void close() {
        here.close();
        there.close();
        redis.close();
    }

    @BeforeEach
    void bothOverRedis() {
        await().atMost(PATIENCE).until(() -> here.connected() && there.connected());
        fallback.sent.set(0);
    }

    @Override
    Signals here() {
        return here;
    }

    @Override
    Signals there() {
        return there;
    }

    @Override
    Transactions transactions() {
        return DATABASE.transactions();
    }

    @Test
    void postgresqlIsSparedWhileRedisIsThere() {
        try (Heard heard = new Heard(there, "spared")) {
            send(here, "spared", "one");
            await().untilAsserted(() -> assertThat(heard.bodies).containsExactly("one"));
            assertThat(fallback.sent).hasValue(0);
        }
    }

    @Test
    void aRedisThatDiesIsDoneWithoutAndTakenUpAgain() throws IOException {
        try (Heard heard = new Heard(there, "dies")) {
            redis.stop();
            await().atMost(PATIENCE).until(() -> !here.connected() && !there.connected());
            send(here, "dies", "over PostgreSQL");
            await().untilAsserted(() -> assertThat(heard.bodies).containsExactly("over PostgreSQL"));
            assertThat(fallback.sent).hasValue(1);

            int missed = heard.missed.get();
            redis.start();
            await().atMost(PATIENCE).until(() -> here.connected() && there.connected());
            assertThat(heard.missed).hasValueGreaterThan(missed);
            send(here, "dies", "over Redis");
            await().untilAsserted(() -> assertThat(heard.bodies).containsExactly("over PostgreSQL", "over Redis"));
            assertThat(fallback.sent).hasValue(1);
        }
    }

    @Test
    void aRedisThatHangsIsDoneWithoutAndTakenUpAgain() throws IOException {
        try (Heard heard = new Heard(there, "hangs")) {
            redis.freeze();
            try {
                // Whoever sends finds out first; without a sender the silence tells.
                send(here, "hangs", "into the void");
                assertThat(here.connected()).isFalse();
                await().atMost(PATIENCE).until(() -> !there.connected());
                send(here, "hangs", "over PostgreSQL");
                await().untilAsserted(() -> assertThat(heard.bodies).containsExactly("over PostgreSQL"));
            } finally {
                redis.thaw();
            }
            await().atMost(PATIENCE).until(() -> here.connected() && there.connected());
            send(here, "hangs", "over Redis");
            await().untilAsserted(() -> assertThat(heard.bodies).contains("over Redis"));
        }
    }

    @Test
    void aReplicaWithoutRedisHearsOfThoseThatAreWithoutIt() {
        PostgresSignals own = new PostgresSignals(DATABASE.database()::connect);
        try (RedisSignals cutOff = new RedisSignals(URI.create("redis://127.0.0.1:1"), own, PING);
                Heard heard = new Heard(here, "cut-off")) {
            assertThat(cutOff.connected()).isFalse();
            send(cutOff, "cut-off", "one");
            await().untilAsserted(() -> assertThat(heard.bodies).containsExactly("one"));
        }
    }

    /** Signals that are counted when sent. */
    private record Counted(Signals through, AtomicInteger sent) implements Signals {

        Counted(Signals through) {
            this(through, new AtomicInteger());
        }

        @Override
        public void send(Handle handle, String channel, String body) {
            sent.incrementAndGet();
            through.send(handle, channel, body);
        }

        @Override
        public Listening listen(String channel, Listener listener) {
            return through.listen(channel, listener);
        }

        @Override
        public void close() {
            through.close();
        }
    }
}
