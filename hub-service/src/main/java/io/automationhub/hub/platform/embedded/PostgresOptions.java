package io.automationhub.hub.platform.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * What differs between an embedded PostgreSQL and another.
 *
 * @param dataDir folder that everything is kept in; one running server for each
 * @param binaries folder the programs are unpacked into, possibly shared; by default below
 *     {@code dataDir}
 * @param settings entries of postgresql.conf that override the hub's own, such as {@code fsync=off} for tests
 */
public record PostgresOptions(Path dataDir, Path binaries, Map<String, String> settings) {

    public PostgresOptions {
        settings = Map.copyOf(settings);
    }

    /** The hub's own choice: everything below the data folder, durable. */
    public static PostgresOptions durable(Path dataDir) {
        return new PostgresOptions(dataDir, dataDir.resolve("postgres"), Map.of());
    }

    /** For tests: programs unpacked once into a shared folder, no durability, hence fast. */
    public static PostgresOptions fleeting(Path dataDir, Path binaries) {
        return new PostgresOptions(
                dataDir,
                binaries,
                Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off", "autovacuum", "off"));
    }
}
