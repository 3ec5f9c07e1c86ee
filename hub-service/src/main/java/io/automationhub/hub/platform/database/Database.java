package io.automationhub.hub.platform.database;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.jackson2.Jackson2Config;
import org.jdbi.v3.jackson2.Jackson2Plugin;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** A pool of connections to a migrated database, each confined to a role that row-level security binds. */
public final class Database implements AutoCloseable {

    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final FairConnections connections;
    private final Jdbi jdbi;
    private final Transactions transactions;

    private Database(DatabaseSettings settings, HikariDataSource pool, FairConnections connections, Jdbi jdbi) {
        this.settings = settings;
        this.pool = pool;
        this.connections = connections;
        this.jdbi = jdbi;
        this.transactions = new Transactions(jdbi);
    }

    /**
     * Opens the pool; connections are made when first needed.
     *
     * @param settings of a database that {@link Migrations} has brought up to date
     * @param json writes and reads {@code @Json} columns
     * @throws SQLException when the database is away, or its role would bypass row-level security
     */
    public static Database open(DatabaseSettings settings, ObjectMapper json) throws SQLException {
        String role;
        try (Connection connection = Connections.open(settings)) {
            role = ApplicationRole.confined(connection);
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setDataSource(Connections.source(settings));
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(Math.min(2, settings.poolSize()));
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(ApplicationRole.session(role));
        HikariDataSource pool = new HikariDataSource(config);
        FairConnections connections = new FairConnections(pool, settings.poolSize(), WAIT_FOR_CONNECTION);
        Jdbi jdbi = Jdbi.create(connections)
                .installPlugin(new PostgresPlugin())
                .installPlugin(new SqlObjectPlugin())
                .installPlugin(new Jackson2Plugin())
                .installPlugin(new IdRecords());
        LazyDaos.install(jdbi);
        jdbi.getConfig(Jackson2Config.class).setMapper(json);
        return new Database(settings, pool, connections, jdbi);
    }

    /** Transactions confined to one organization, or expressly to none. */
    public Transactions transactions() {
        return transactions;
    }

    /** The pool without any confinement of its own: outside {@link #transactions()} tenants' tables refuse it. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * A connection of the pool for a library that opens its transactions itself; closing it gives it back. Outside {@link
     * #transactions()} tenants' tables refuse it.
     *
     * @throws SQLException when the database is away
     */
    public Connection pooled() throws SQLException {
        return Borrowed.from(connections);
    }

    /** How to reach the same database, for a connection outside the pool. */
    public DatabaseSettings settings() {
        return settings;
    }

    /**
     * A connection of its own outside the pool, such as one that listens for notifications; the caller closes it.
     *
     * @throws SQLException when the database is away
     */
    public Connection connect() throws SQLException {
        Connection connection = Connections.open(settings);
        try (var statement = connection.createStatement()) {
            statement.execute(ApplicationRole.session(ApplicationRole.confined(connection)));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Whether the database answers within the time. */
    public boolean answers(Duration within) {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid((int) Math.max(1, within.toSeconds()));
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
