package io.automationhub.hub.testing;

import io.automationhub.hub.platform.database.DatabaseSettings;
import io.automationhub.hub.platform.database.Migrations;
import io.automationhub.hub.platform.embedded.DatabaseAccess;
import io.automationhub.hub.platform.embedded.EmbeddedPostgres;
import io.automationhub.hub.platform.embedded.PostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One real PostgreSQL server for all tests of this JVM, with a migrated template that databases are copied from. */
final class TestPostgres {

    private static final String TEMPLATE = "hub_template";

    private static @Nullable TestPostgres instance;

    private final EmbeddedPostgres server;
    private final DatabaseAccess owner;

    private TestPostgres(EmbeddedPostgres server, DatabaseAccess owner) {
        this.server = server;
        this.owner = owner;
    }

    static synchronized TestPostgres get() {
        TestPostgres started = instance;
        if (started == null) {
            started = start();
            instance = started;
        }
        return started;
    }

    /** Login of the schema's owner, which the hub steps down from by itself. */
    DatabaseSettings settings(String database) {
        return DatabaseSettings.of("127.0.0.1", server.port(), database, owner.user(), owner.password());
    }

    /** Login of the superuser. */
    DatabaseSettings superuser(String database) {
        DatabaseAccess access = server.superuser();
        return DatabaseSettings.of("127.0.0.1", server.port(), database, access.user(), access.password());
    }

    void create(String database) {
        execute("create database " + database + " template " + TEMPLATE + " owner " + owner.user());
    }

    void drop(String database) {
        execute("drop database if exists " + database + " with (force)");
    }

    Connection open(String database) throws SQLException {
        DatabaseAccess access = server.superuser();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, access.user(), access.password());
    }

    private void execute(String statement) {
        try (Connection connection = open("postgres");
                Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestPostgres start() {
        try {
            Path data = Files.createTempDirectory("hub-test-postgres");
            Path binaries = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "hub-test-postgres-programs");
            EmbeddedPostgres server = EmbeddedPostgres.start(PostgresOptions.fleeting(data, binaries));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, data)));
            TestPostgres postgres = new TestPostgres(server, server.createDatabase(TEMPLATE));
            Migrations.run(postgres.settings(TEMPLATE));
            return postgres;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stop(EmbeddedPostgres server, Path data) {
        server.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
