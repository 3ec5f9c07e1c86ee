package io.automationhub.hub.platform.realtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals over {@code LISTEN} and {@code NOTIFY}: sent as part of the caller's transaction, received on one connection
 * of its own that is opened again whenever it is lost.
 */
public final class PostgresSignals implements Signals {

    private static final Logger log = LoggerFactory.getLogger(PostgresSignals.class);
    private static final String LISTEN = "LISTEN hub_signals";
    private static final String NOTIFY = "select pg_notify('hub_signals', :message)";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** A look at the connection this often finds a peer that vanished without a word. */
    private static final Duration PROBE = Duration.ofSeconds(10);

    private final ConnectionSource source;
    private final Listeners listeners = new Listeners();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Connection current;

    /** Where the listening connection comes from. It is kept for as long as it lives, so it should not be pooled. */
    public interface ConnectionSource {

        /** A new connection. */
        Connection open() throws SQLException;
    }

    public PostgresSignals(ConnectionSource source) {
        this.source = source;
        this.thread = Thread.ofVirtual().name("signals-postgres").start(this::run);
    }

    @Override
    public void send(Handle handle, String channel, String body) {
        handle.createQuery(NOTIFY)
                .bind("message", Listeners.message(channel, body))
                .mapTo(String.class)
                .list();
    }

    @Override
    public Listening listen(String channel, Listener listener) {
        return listeners.add(channel, listener);
    }

    /** Waits until the first connection listens; whether it does. */
    public boolean awaitListening(Duration patience) throws InterruptedException {
        return listening.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!isClosed()) {
            try (Connection connection = source.open()) {
                current = connection;
                listenOn(connection);
                pause = FIRST_PAUSE;
                listening.countDown();
                listeners.missed();
                receive(connection);
            } catch (SQLException e) {
                if (!isClosed() && pause.equals(FIRST_PAUSE)) {
                    log.warn("The listening connection is away (SQL state {}), opening it again", e.getSQLState());
                }
            } finally {
                current = null;
            }
            pause = waitAfter(pause);
        }
    }

    private static void listenOn(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute(LISTEN);
        }
    }

    private void receive(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!isClosed()) {
            PGNotification[] notifications = postgres.getNotifications(Math.toIntExact(PROBE.toMillis()));
            if (notifications == null || notifications.length == 0) {
                if (!connection.isValid(5)) {
                    throw new SQLException("The listening connection does not answer", "08006");
                }
                continue;
            }
            for (PGNotification notification : notifications) {
                listeners.received(notification.getParameter());
            }
        }
    }

    private Duration waitAfter(Duration pause) {
        try {
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return pause;
            }
        } catch (InterruptedException e) {
            closed.countDown();
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        Connection connection = current;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("The listening connection was already gone", e);
            }
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
