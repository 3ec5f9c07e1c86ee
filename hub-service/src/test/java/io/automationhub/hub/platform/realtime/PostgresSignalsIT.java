package io.automationhub.hub.platform.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSignalsIT extends SignalsContract {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static PostgresSignals here;
    private static PostgresSignals there;

    @BeforeAll
    static void open() throws InterruptedException {
        here = new PostgresSignals(DATABASE.database()::connect);
        there = new PostgresSignals(DATABASE.database()::connect);
        assertThat(here.awaitListening(Duration.ofMinutes(1))).isTrue();
        assertThat(there.awaitListening(Duration.ofMinutes(1))).isTrue();
    }

    @AfterAll
    static void close() {
        here.close();
        there.close();
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
    void aLostConnectionIsMadeAnewAndSaidToHaveMissed() {
        try (Heard heard = new Heard(there, "lost")) {
            int ended = DATABASE.superuser()
                    .withHandle(handle ->
                            handle.createQuery("""
                            select count(pg_terminate_backend(pid)) from pg_stat_activity
                             where datname = current_database() and query = 'LISTEN hub_signals'""").mapTo(Integer.class).one());
            assertThat(ended).isEqualTo(2);
            await().atMost(Duration.ofSeconds(30)).until(() -> heard.missed.get() > 0);
            send(here, "lost", "again");
            await().untilAsserted(() -> assertThat(heard.bodies).containsExactly("again"));
        }
    }
}
