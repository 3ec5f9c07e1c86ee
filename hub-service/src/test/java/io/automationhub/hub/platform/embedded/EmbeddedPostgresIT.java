package io.automationhub.hub.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresIT {

    private Path dataDir = Path.of("");

    @BeforeEach
    void makeFolder() throws Exception {
        dataDir = EmbeddedFolders.fresh("with space ");
    }

    @AfterEach
    void removeFolder() throws Exception {
        PostgresBinaries.deleteTree(dataDir);
    }

    private static String ask(DatabaseAccess access, String query) throws SQLException {
        try (Connection connection = PostgresRoles.connect(access);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(DatabaseAccess access, String command) throws SQLException {
        try (Connection connection = PostgresRoles.connect(access);
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void keepsDataPortAndPasswordsOverRestarts() throws Exception {
        DatabaseAccess before;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedFolders.fleeting(dataDir))) {
            before = postgres.hub();
            execute(before, "create table kept as select 42 as answer");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedFolders.fleeting(dataDir))) {
            assertThat(postgres.hub()).isEqualTo(before);
            assertThat(ask(postgres.hub(), "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void isDurableUtf8ChecksummedAndOfTheNamedVersion() throws Exception {
        PostgresOptions options = new PostgresOptions(dataDir, EmbeddedFolders.binaries(), Map.of());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
            DatabaseAccess hub = postgres.hub();
            assertThat(ask(hub, "show fsync")).isEqualTo("on");
            assertThat(ask(hub, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(hub, "show full_page_writes")).isEqualTo("on");
            assertThat(ask(hub, "show data_checksums")).isEqualTo("on");
            assertThat(ask(hub, "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(hub, "show server_version")).isEqualTo(PostgresBinaries.VERSION);
            assertThat(ask(hub, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void theHubsRoleOwnsItsDatabaseAndNothingElse() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedFolders.fleeting(dataDir))) {
            DatabaseAccess hub = postgres.hub();
            assertThat(
                            ask(
                                    hub,
                                    "select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole from pg_roles where rolname = user"))
                    .isEqualTo("f");
            DatabaseAccess foreign = new DatabaseAccess(postgres.temporal().jdbcUrl(), hub.user(), hub.password());
            assertThatThrownBy(() -> ask(foreign, "select 1")).hasMessageContaining("permission denied for database");
            DatabaseAccess wrong = new DatabaseAccess(hub.jdbcUrl(), hub.user(), "wrong");
            assertThatThrownBy(() -> ask(wrong, "select 1")).hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void comesBackOnTheSamePortAfterBeingKilled() throws Exception {
        PostgresOptions options = new PostgresOptions(dataDir, EmbeddedFolders.binaries(), Map.of());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
            execute(postgres.hub(), "create table kept as select 42 as answer");
            long pid = postgres.health().pid().orElseThrow();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> postgres.health().restarts() == 1
                            && postgres.health().serving());
            assertThat(postgres.health().pid())
                    .hasValueSatisfying(now -> assertThat(now).isNotEqualTo(pid));
            assertThat(ask(postgres.hub(), "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
        int port;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedFolders.fleeting(dataDir))) {
            port = postgres.port();
        }
        try (ServerSocket stranger = new ServerSocket()) {
            stranger.setReuseAddress(true);
            stranger.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedFolders.fleeting(dataDir))) {
                assertThat(postgres.port()).isNotEqualTo(port);
                assertThat(ask(postgres.hub(), "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void startsOverALockFileWhoseNumberBelongsToAStranger() throws Exception {
        EmbeddedPostgres.start(EmbeddedFolders.fleeting(dataDir)).close();
        Path lockFile = dataDir.resolve("postgres/cluster/postmaster.pid");
        Files.writeString(lockFile, ProcessHandle.current().pid() + "\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedFolders.fleeting(dataDir))) {
            assertThat(ask(postgres.hub(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void keepsItsSecretsToItself() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedFolders.fleeting(dataDir))) {
            Path state = dataDir.resolve("embedded.properties");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                    .isEqualTo("rw-------");
            String password = postgres.hub().password();
            assertThat(postgres.hub().toString()).doesNotContain(password);
            assertThat(Files.readString(state)).contains(password);
            assertThat(Files.readString(dataDir.resolve("logs/postgres.log"))).doesNotContain(password);
            assertThat(dataDir.resolve("postgres/initdb.password")).doesNotExist();
        }
    }

    @Test
    void underRootMovesOutOfAFolderItsUserCannotEnter() throws Exception {
        assumeThat(ServiceUser.isRoot()).isTrue();
        Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwx------"));
        Path closed = Files.createDirectory(dataDir.resolve("data"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedFolders.fleeting(closed))) {
            assertThat(ask(postgres.hub(), "select 1")).isEqualTo("1");
            Path home = closed.resolve("postgres");
            assertThat(home).isSymbolicLink();
            assertThat(home.toRealPath()).startsWithRaw(Path.of("/var/lib/automation-hub"));
        }
        try (EmbeddedPostgres again = EmbeddedPostgres.start(EmbeddedFolders.fleeting(closed))) {
            assertThat(ask(again.hub(), "select 1")).isEqualTo("1");
        } finally {
            PostgresBinaries.deleteTree(
                    closed.resolve("postgres").toRealPath().resolve("..").normalize());
        }
    }

    @Test
    void makesAndDropsFurtherDatabases() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedFolders.fleeting(dataDir))) {
            DatabaseAccess extra = postgres.createDatabase("odd \"name'");
            assertThat(ask(extra, "select current_database()")).isEqualTo("odd \"name'");
            postgres.dropDatabase("odd \"name'");
            assertThatThrownBy(() -> ask(extra, "select 1")).hasMessageContaining("does not exist");
        }
    }
}
