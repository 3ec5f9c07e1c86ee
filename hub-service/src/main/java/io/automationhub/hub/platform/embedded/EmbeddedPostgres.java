package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A real PostgreSQL server as a child of this program: its programs from the class path, its data below a folder, on a
 * free loopback port that is kept over restarts.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String SUPERUSER = "postgres";
    private static final String HUB = "hub";
    private static final String HUB_APPLICATION = "hub_app";
    private static final String TEMPORAL = "temporal";
    private static final String TEMPORAL_VISIBILITY = "temporal_visibility";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(35);
    private static final long MAX_LOG_BYTES = 10L * 1024 * 1024;

    private final EmbeddedState state;
    private final int port;
    private final ChildProcess child;

    private EmbeddedPostgres(EmbeddedState state, int port, ChildProcess child) {
        this.state = state;
        this.port = port;
        this.child = child;
    }

    /** Starts the hub's own server; the caller holds the folder's {@link DataDirectory} lock. */
    public static EmbeddedPostgres start(Path dataDir) {
        return start(PostgresOptions.durable(dataDir));
    }

    /**
     * Starts a server and returns when it accepts connections and has its roles and databases.
     *
     * @throws EmbeddedException when it cannot be set up or started
     */
    public static EmbeddedPostgres start(PostgresOptions options) {
        try {
            return start(options, EmbeddedState.load(options.dataDir()));
        } catch (IOException e) {
            throw new EmbeddedException("The data folder cannot be read: " + e.getMessage(), e);
        }
    }

    /** The same with what is remembered about the folder; one copy of it must serve everything. */
    static EmbeddedPostgres start(PostgresOptions options, EmbeddedState state) {
        try {
            Path dataDir = options.dataDir().toRealPath();
            PostgresCluster cluster = prepare(options, dataDir, state);
            int port = Ports.block(state, "postgres.port", 1);
            cluster.configure(port, options.settings());
            EmbeddedPostgres postgres = new EmbeddedPostgres(state, port, ChildProcess.start(spec(cluster, dataDir)));
            postgres.ensureRolesAndDatabases();
            return postgres;
        } catch (IOException | SQLException e) {
            throw new EmbeddedException("The embedded PostgreSQL cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while PostgreSQL was starting", e);
        }
    }

    private static PostgresCluster prepare(PostgresOptions options, Path dataDir, EmbeddedState state)
            throws IOException, InterruptedException {
        Optional<ServiceUser> user = ServiceUser.forRoot();
        Path home = PostgresHome.resolve(dataDir, state, user);
        PostgresBinaries binaries = PostgresBinaries.unpack(options.binaries());
        PostgresCluster cluster = new PostgresCluster(home.resolve("cluster"), binaries, user);
        cluster.create(SUPERUSER, state.secret("postgres.superuser.password"));
        cluster.clearLeftover();
        return cluster;
    }

    private static ChildProcess.Spec spec(PostgresCluster cluster, Path dataDir) throws IOException {
        return new ChildProcess.Spec(
                "postgres",
                cluster.serverCommand(),
                Map.of("LC_ALL", "C", "TZ", "UTC"),
                Path.of("/"),
                dataDir.resolve("logs/postgres.log"),
                MAX_LOG_BYTES,
                dataDir.resolve("run/postgres.pid"),
                cluster::acceptsConnections,
                START_TIMEOUT,
                process -> cluster.stop(),
                STOP_TIMEOUT);
    }

    private void ensureRolesAndDatabases() throws SQLException, IOException {
        try (PostgresRoles roles = new PostgresRoles(superuser())) {
            roles.ensureRole(HUB, state.secret("postgres.hub.password"));
            roles.ensureGroup(HUB_APPLICATION, HUB);
            roles.ensureRole(TEMPORAL, state.secret("postgres.temporal.password"));
            roles.ensureDatabase(HUB, HUB);
            roles.ensureDatabase(TEMPORAL, TEMPORAL);
            roles.ensureDatabase(TEMPORAL_VISIBILITY, TEMPORAL);
        } catch (SQLException e) {
            child.close();
            throw e;
        }
    }

    /** The hub's database, as its owner, who is no superuser: row-level security binds it. */
    public DatabaseAccess hub() {
        return access(HUB, HUB, "postgres.hub.password");
    }

    /** Another database of the hub's role, made when missing; for tests. */
    public DatabaseAccess createDatabase(String name) {
        try (PostgresRoles roles = new PostgresRoles(superuser())) {
            roles.ensureDatabase(name, HUB);
            return access(name, HUB, "postgres.hub.password");
        } catch (SQLException e) {
            throw new EmbeddedException("The database " + name + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Removes a database made by {@link #createDatabase}; connections to it are ended. */
    public void dropDatabase(String name) {
        try (PostgresRoles roles = new PostgresRoles(superuser())) {
            roles.dropDatabase(name);
        } catch (SQLException e) {
            throw new EmbeddedException("The database " + name + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** The server's maintenance database, as superuser. */
    public DatabaseAccess superuser() {
        return access("postgres", SUPERUSER, "postgres.superuser.password");
    }

    /** Temporal's database of running workflows. */
    DatabaseAccess temporal() {
        return access(TEMPORAL, TEMPORAL, "postgres.temporal.password");
    }

    /** Temporal's database of searchable attributes. */
    DatabaseAccess temporalVisibility() {
        return access(TEMPORAL_VISIBILITY, TEMPORAL, "postgres.temporal.password");
    }

    /** What is remembered about this data folder. */
    EmbeddedState state() {
        return state;
    }

    private DatabaseAccess access(String database, String user, String secret) {
        String password = state.get(secret).orElseThrow(() -> new IllegalStateException(secret + " is not known"));
        return DatabaseAccess.onLoopback(port, database, user, password);
    }

    /** The loopback port it listens on, the same after each restart. */
    public int port() {
        return port;
    }

    /** How the server is doing. */
    public ChildHealth health() {
        return child.health();
    }

    /** Shuts the server down and returns when everything is written. */
    @Override
    public void close() {
        child.close();
    }
}
