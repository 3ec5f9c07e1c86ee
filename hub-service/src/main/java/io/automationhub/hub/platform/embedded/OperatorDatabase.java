package io.automationhub.hub.platform.embedded;

import io.automationhub.hub.platform.settings.DatabaseSettings;
import io.automationhub.hub.platform.settings.HubSettings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The hub's database alone, for commands that do one thing and end: neither Temporal nor an engine is started. */
public final class OperatorDatabase implements AutoCloseable {

    private final @Nullable DataDirectory folder;
    private final @Nullable EmbeddedPostgres postgres;
    private final DatabaseAccess access;

    private OperatorDatabase(
            @Nullable DataDirectory folder, @Nullable EmbeddedPostgres postgres, DatabaseAccess access) {
        this.folder = folder;
        this.postgres = postgres;
        this.access = access;
    }

    /**
     * Reaches the operator's database, or starts the hub's own.
     *
     * @param alone whether no hub may run on the data folder meanwhile; where the database is the hub's own, none may
     * @throws EmbeddedException when a hub runs on the folder, or the database cannot be started
     */
    public static OperatorDatabase open(HubSettings settings, boolean alone) {
        if (settings.database().isPresent()) {
            DatabaseSettings own = settings.database().get();
            return new OperatorDatabase(
                    alone ? DataDirectory.open(settings.dataDir()) : null,
                    null,
                    new DatabaseAccess(own.jdbcUrl(), own.user(), own.password()));
        }
        DataDirectory folder = DataDirectory.open(settings.dataDir());
        try {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(PostgresOptions.durable(folder.root()), EmbeddedState.load(folder.root()));
            return new OperatorDatabase(folder, postgres, postgres.hub());
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e instanceof EmbeddedException known
                    ? known
                    : new EmbeddedException("The database in " + settings.dataDir() + " cannot be started", e);
        }
    }

    /** How to reach it. */
    public DatabaseAccess access() {
        return access;
    }

    @Override
    public void close() {
        if (postgres != null) {
            postgres.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
