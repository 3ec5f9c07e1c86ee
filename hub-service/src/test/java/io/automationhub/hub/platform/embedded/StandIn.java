package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A hub reduced to its embedded services, for tests that kill it: starts them in the folder given, prints a line with
 * what it started, and ends in order at the end of its standard input.
 */
public final class StandIn {

    private StandIn() {}

    /** Arguments: data folder, folder of the PostgreSQL programs, and {@code temporal} to start that too. */
    public static void main(String[] arguments) throws IOException {
        long began = System.nanoTime();
        Path dataDir = Path.of(arguments[0]);
        PostgresOptions options = new PostgresOptions(dataDir, Path.of(arguments[1]), Map.of());
        try (DataDirectory held = DataDirectory.open(dataDir);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
            System.out.println("data " + held.root());
            System.out.println("postgres " + postgres.port() + " "
                    + postgres.health().pid().orElseThrow() + " " + millisSince(began));
            if (arguments.length > 2) {
                TemporalBinaries binaries =
                        TemporalBinaries.locate(System.getenv()).orElseThrow();
                try (EmbeddedTemporal temporal = EmbeddedTemporal.start(dataDir, postgres, binaries, "default")) {
                    System.out.println("temporal " + temporal.target() + " "
                            + temporal.health().pid().orElseThrow() + " " + millisSince(began));
                    awaitEndOfInput();
                }
            } else {
                awaitEndOfInput();
            }
        } catch (EmbeddedException e) {
            System.out.println("failed " + e.getMessage());
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void awaitEndOfInput() throws IOException {
        System.out.println("ready");
        int read = System.in.read();
        while (read >= 0) {
            read = System.in.read();
        }
    }
}
