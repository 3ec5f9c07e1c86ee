package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporal's tables, set up and upgraded by its own tool. A stamp on the database tells which tool was last run to its
 * end, so that an ordinary start runs none.
 */
final class TemporalSchema {

    private static final Logger LOG = LoggerFactory.getLogger(TemporalSchema.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedPostgres postgres;
    private final Path tool;

    TemporalSchema(EmbeddedPostgres postgres, Path tool) {
        this.postgres = postgres;
        this.tool = tool;
    }

    /**
     * Brings both databases to the tool's version. A database without a stamp was never finished and holds nothing: it is
     * made anew, because the tool cannot resume a set-up that was cut off.
     */
    void ensure() throws IOException, SQLException, InterruptedException {
        String stamp = "temporal schema by " + Files.size(tool) + ":"
                + Files.getLastModifiedTime(tool).toMillis();
        ensure(postgres.temporal(), "postgresql/v12/temporal", stamp);
        ensure(postgres.temporalVisibility(), "postgresql/v12/visibility", stamp);
    }

    private void ensure(DatabaseAccess database, String schema, String stamp)
            throws IOException, SQLException, InterruptedException {
        try (PostgresRoles roles = new PostgresRoles(postgres.superuser())) {
            String present = roles.comment(database.database());
            if (present.equals(stamp)) {
                return;
            }
            LOG.info("Setting up the tables of {}", database.database());
            if (present.isEmpty()) {
                roles.dropDatabase(database.database());
                roles.ensureDatabase(database.database(), database.user());
                run(database, List.of("setup-schema", "-v", "0.0"));
            }
            run(database, List.of("update-schema", "--schema-name", schema));
            roles.comment(database.database(), stamp);
        }
    }

    private void run(DatabaseAccess database, List<String> arguments) throws IOException, InterruptedException {
        String address = database.address();
        int colon = address.indexOf(':');
        List<String> command = new ArrayList<>();
        command.add(tool.toString());
        command.addAll(arguments);
        Tool.require(
                command,
                Map.of(
                        "SQL_PLUGIN", "postgres12_pgx",
                        "SQL_HOST", address.substring(0, colon),
                        "SQL_PORT", address.substring(colon + 1),
                        "SQL_USER", database.user(),
                        "SQL_PASSWORD", database.password(),
                        "SQL_DATABASE", database.database()),
                PATIENCE);
    }
}
