package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A database cluster on disk: made by {@code initdb}, configured by files the hub rewrites at each start.
 *
 * @param folder the cluster's data folder
 * @param binaries the programs
 * @param user who owns the folder and runs the server; the hub's own user when empty
 */
record PostgresCluster(Path folder, PostgresBinaries binaries, Optional<ServiceUser> user) {

    private static final Duration INIT_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    /** Line of postmaster.pid that tells whether the server accepts connections (miscadmin.h). */
    private static final int STATUS_LINE = 7;

    /**
     * The many rounds of SCRAM protect passwords that people can remember. These are 32 random characters, and every
     * connection pays for the rounds: six of them in each start.
     */
    private static final String SCRAM_ITERATIONS = "16";

    /**
     * Settings of a small machine that also runs applications. Durable: fsync and synchronous_commit stay on. Worker
     * processes are kept few because each costs memory; connections are sized with the pools of hub and Temporal.
     */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "'127.0.0.1'"),
            Map.entry("unix_socket_directories", "''"),
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "48MB"),
            Map.entry("work_mem", "4MB"),
            Map.entry("maintenance_work_mem", "32MB"),
            Map.entry("effective_cache_size", "512MB"),
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("wal_buffers", "4MB"),
            Map.entry("min_wal_size", "64MB"),
            Map.entry("max_wal_size", "256MB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("jit", "off"),
            Map.entry("io_method", "sync"),
            Map.entry("huge_pages", "off"),
            Map.entry("max_worker_processes", "4"),
            Map.entry("max_parallel_workers_per_gather", "0"),
            Map.entry("max_parallel_maintenance_workers", "0"),
            Map.entry("max_logical_replication_workers", "0"),
            Map.entry("autovacuum_max_workers", "2"),
            Map.entry("autovacuum_naptime", "30s"),
            Map.entry("password_encryption", "'scram-sha-256'"),
            Map.entry("scram_iterations", SCRAM_ITERATIONS),
            Map.entry("timezone", "'UTC'"),
            Map.entry("log_timezone", "'UTC'"),
            Map.entry("lc_messages", "'C'"),
            Map.entry("log_line_prefix", "'%m [%p] %q%u@%d '"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("log_min_duration_statement", "2s"),
            Map.entry("log_parameter_max_length", "0"),
            Map.entry("log_parameter_max_length_on_error", "0"),
            Map.entry("client_connection_check_interval", "10s"));

    /** Makes the cluster unless it is there, in one piece. */
    void create(String superuser, String password) throws IOException, InterruptedException {
        Path versionFile = folder.resolve("PG_VERSION");
        if (Files.exists(versionFile)) {
            String major = Files.readString(versionFile).strip();
            if (!PostgresBinaries.VERSION.startsWith(major + ".")) {
                throw new EmbeddedException("The data in " + folder + " is of PostgreSQL " + major + ", the hub brings "
                        + PostgresBinaries.VERSION + ". Use the hub's former version, or move the data with pg_dump.");
            }
            return;
        }
        Path draft = folder.resolveSibling(folder.getFileName() + ".new");
        Path passwordFile = folder.resolveSibling("initdb.password");
        PostgresBinaries.deleteTree(draft);
        Files.deleteIfExists(passwordFile);
        try {
            Files.createDirectory(
                    draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, password);
            if (user.isPresent()) {
                user.get().own(draft);
                user.get().own(passwordFile);
            }
            initialize(draft, superuser, passwordFile);
            Files.move(draft, folder);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    private void initialize(Path target, String superuser, Path passwordFile) throws IOException, InterruptedException {
        Tool.require(
                Launcher.as(user)
                        .command(List.of(
                                binaries.program("initdb"),
                                "--pgdata=" + target,
                                "--username=" + superuser,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--set=scram_iterations=" + SCRAM_ITERATIONS,
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--data-checksums",
                                "--no-instructions")),
                Map.of("LC_ALL", "C", "TZ", "UTC"),
                INIT_PATIENCE);
    }

    /** Writes the configuration for one start. */
    void configure(int port, Map<String, String> overrides) throws IOException {
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.put("port", Integer.toString(port));
        settings.putAll(overrides);
        List<String> lines = new ArrayList<>();
        lines.add("# Written by the hub at each start. Put your own settings into custom.conf beside this file.");
        settings.forEach((name, value) -> lines.add(name + " = " + value));
        lines.add("include_if_exists 'custom.conf'");
        write("postgresql.conf", lines);
        write("pg_hba.conf", List.of("host all all 127.0.0.1/32 scram-sha-256"));
    }

    private void write(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, lines);
        if (user.isPresent()) {
            user.get().own(file);
        }
    }

    /** The command that runs the server in the foreground; a fast shutdown follows when the hub dies. */
    List<String> serverCommand() throws IOException {
        return Launcher.as(user)
                .endingWithParent("INT")
                .command(List.of(binaries.program("postgres"), "-D", folder.toString()));
    }

    /**
     * Whether the server accepts connections, by the status it keeps in its lock file. A file left by a killed one does
     * not count.
     */
    boolean acceptsConnections(ProcessHandle server) throws IOException {
        List<String> lines = lockFile();
        return lines.size() > STATUS_LINE
                && lines.getFirst().strip().equals(Long.toString(server.pid()))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    private List<String> lockFile() throws IOException {
        try {
            return Files.readAllLines(folder.resolve("postmaster.pid"));
        } catch (NoSuchFileException notRunning) {
            return List.of();
        }
    }

    /**
     * Ends a server that still runs on this cluster and is not among the hub's remembered processes, and removes a lock
     * file whose process number now belongs to another program: PostgreSQL would refuse to start because of it.
     */
    void clearLeftover() throws IOException, InterruptedException {
        List<String> lines = lockFile();
        Optional<ProcessHandle> holder = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        if (holder.isEmpty()) {
            return;
        }
        if (holder.get().info().commandLine().orElse("").contains(folder.toString())) {
            stop();
        } else {
            Files.deleteIfExists(folder.resolve("postmaster.pid"));
        }
    }

    /** A fast shutdown: connections are ended, everything is written. Returns when the server is gone. */
    void stop() throws IOException, InterruptedException {
        Tool.require(
                Launcher.as(user)
                        .command(List.of(
                                binaries.program("pg_ctl"),
                                "stop",
                                "--pgdata=" + folder,
                                "--mode=fast",
                                "--wait",
                                "--timeout=" + STOP_PATIENCE.toSeconds())),
                Map.of("LC_ALL", "C"),
                STOP_PATIENCE.plusSeconds(5));
    }
}
