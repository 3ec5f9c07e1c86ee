package io.automationhub.hub.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * Hands out a pool's connections in the order they were asked for. The pool alone does not: a thread that gives a
 * connection back and asks again at once overtakes those that wait, and on a busy machine some of them then wait until
 * their patience ends, though every transaction is short.
 */
final class FairConnections implements ConnectionFactory {

    private final DataSource pool;
    private final Semaphore places;
    private final Duration patience;

    /** Lets in as many at a time as the pool has connections, so that nobody ever waits within it. */
    FairConnections(DataSource pool, int size, Duration patience) {
        this.pool = pool;
        this.places = new Semaphore(size, true);
        this.patience = patience;
    }

    @Override
    public Connection openConnection() throws SQLException {
        try {
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SQLTransientConnectionException("No connection became free in " + patience, "08001");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Interrupted while waiting for a connection", "08001", e);
        }
        boolean opened = false;
        try {
            Connection connection = pool.getConnection();
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                places.release();
            }
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        try {
            connection.close();
        } finally {
            places.release();
        }
    }
}
