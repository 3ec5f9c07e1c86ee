package io.automationhub.hub.testing;

import static org.awaitility.Awaitility.await;

import io.automationhub.hub.platform.database.DatabaseSettings;
import io.automationhub.hub.platform.database.Migrations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One real PostgreSQL server for all tests of this JVM, with a migrated template that databases are copied from. */
final class TestPostgres {

    private static final String TEMPLATE = "hub_template";

    private static @Nullable TestPostgres instance;

    private final int port;

    private TestPostgres(int port) {
        this.port = port;
    }

    static synchronized TestPostgres get() {
        TestPostgres started = instance;
        if (started == null) {
            started = start();
            instance = started;
        }
        return started;
    }

    /** Login of the superuser; the hub steps down from it by itself. */
    DatabaseSettings settings(String database) {
        return DatabaseSettings.of("127.0.0.1", port, database, "postgres", "");
    }

    void create(String database) {
        execute("create database " + database + " template " + TEMPLATE);
    }

    void createEmpty(String database) {
        execute("create database " + database);
    }

    void drop(String database) {
        execute("drop database if exists " + database + " with (force)");
    }

    void execute(String statement) {
        try (Connection connection = open("postgres");
                Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection open(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
    }

    private static TestPostgres start() {
        try {
            Path home = Files.createTempDirectory("hub-test-postgres");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpack(home);
            List<String> as = asOrdinaryUser(home);
            int port = freePort();
            run(
                    as,
                    home.resolve("bin/initdb").toString(),
                    "-D",
                    data(home),
                    "-U",
                    "postgres",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "-N");
            Process server = new ProcessBuilder(command(
                            as,
                            home.resolve("bin/postgres").toString(),
                            "-D",
                            data(home),
                            "-p",
                            String.valueOf(port),
                            "-h",
                            "127.0.0.1",
                            "-k",
                            "",
                            "-c",
                            "fsync=off",
                            "-c",
                            "shared_buffers=32MB"))
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("server.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, home)));
            TestPostgres postgres = new TestPostgres(port);
            awaitReady(postgres, server);
            postgres.execute("create database " + TEMPLATE);
            Migrations.run(postgres.settings(TEMPLATE));
            return postgres;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(Path home) throws IOException {
        String arch = System.getProperty("os.arch", "").contains("aarch64") ? "arm_64" : "x86_64";
        Path archive = home.resolve("postgres.txz");
        try (InputStream in = TestPostgres.class.getResourceAsStream("/postgres-linux-" + arch + ".txz")) {
            if (in == null) {
                throw new IOException("There are no PostgreSQL binaries for " + arch);
            }
            Files.copy(in, archive);
        }
        run(List.of(), "tar", "-xJf", archive.toString(), "-C", home.toString(), "--no-same-owner");
        Files.delete(archive);
        Files.createDirectory(Path.of(data(home)));
        Files.createFile(home.resolve("server.log"));
    }

    /** PostgreSQL refuses to run as root. */
    private static List<String> asOrdinaryUser(Path home) {
        if (!System.getProperty("user.name", "").equals("root")) {
            return List.of();
        }
        run(List.of(), "chown", "-R", "65534:65534", data(home));
        return List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
    }

    private static String data(Path home) {
        return home.resolve("data").toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(TestPostgres postgres, Process server) {
        await().atMost(30, TimeUnit.SECONDS)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(() -> {
                    if (!server.isAlive()) {
                        throw new IllegalStateException("PostgreSQL ended by itself");
                    }
                    try (Connection connection = postgres.open("postgres")) {
                        return connection.isValid(1);
                    } catch (SQLException e) {
                        return false;
                    }
                });
    }

    private static void stop(Process server, Path home) {
        server.destroy();
        try {
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> as, String... command) {
        try {
            Process process = new ProcessBuilder(command(as, command))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> command(List<String> as, String... command) {
        List<String> whole = new ArrayList<>(as);
        whole.addAll(List.of(command));
        return whole;
    }
}
