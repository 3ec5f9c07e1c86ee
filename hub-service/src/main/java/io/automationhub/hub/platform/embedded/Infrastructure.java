package io.automationhub.hub.platform.embedded;

import io.automationhub.hub.platform.settings.DatabaseSettings;
import io.automationhub.hub.platform.settings.HostPort;
import io.automationhub.hub.platform.settings.HubSettings;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Everything the hub stands on: what the settings name is used as it is, what they do not name is started. PostgreSQL is
 * up when {@link #start} returns; Temporal comes up beside the caller's own start and is waited for by {@link
 * #temporalTarget}.
 */
public final class Infrastructure implements AutoCloseable {

    private final DataDirectory dataDirectory;
    private final @Nullable EmbeddedPostgres postgres;
    private final DatabaseAccess database;
    private final FutureTask<Temporal> temporal;
    private final Optional<DockerEngine> docker;

    /** Which Temporal it is; at most one of the two is there. */
    private record Temporal(
            String target,
            @Nullable EmbeddedTemporal embedded,
            @Nullable TrialTemporal trial) {}

    private Infrastructure(
            DataDirectory dataDirectory,
            @Nullable EmbeddedPostgres postgres,
            DatabaseAccess database,
            FutureTask<Temporal> temporal,
            Optional<DockerEngine> docker) {
        this.dataDirectory = dataDirectory;
        this.postgres = postgres;
        this.database = database;
        this.temporal = temporal;
        this.docker = docker;
    }

    /**
     * Takes the data folder and starts what is missing.
     *
     * @param environment where programs are looked for
     * @throws EmbeddedException when something cannot be started; nothing is left running then
     */
    public static Infrastructure start(HubSettings settings, Map<String, String> environment) {
        DataDirectory data = DataDirectory.open(settings.dataDir());
        EmbeddedPostgres postgres = null;
        try {
            EmbeddedState state = EmbeddedState.load(data.root());
            boolean needsPostgres = settings.database().isEmpty()
                    || (settings.temporalAddress().isEmpty()
                            && TemporalBinaries.locate(environment).isPresent());
            if (needsPostgres) {
                postgres = EmbeddedPostgres.start(PostgresOptions.durable(data.root()), state);
            }
            Optional<DockerEngine> docker =
                    DockerEngine.locate(settings.dockerHost(), settings.mayInstall(), data.root(), state);
            EmbeddedPostgres started = postgres;
            FutureTask<Temporal> temporal = new FutureTask<>(() -> startTemporal(settings, environment, data, started));
            Thread.ofPlatform().daemon().name("temporal-start").start(temporal);
            return new Infrastructure(data, postgres, database(settings, postgres), temporal, docker);
        } catch (IOException | RuntimeException e) {
            if (postgres != null) {
                postgres.close();
            }
            data.close();
            throw e instanceof EmbeddedException known
                    ? known
                    : new EmbeddedException("The hub cannot set up " + settings.dataDir(), e);
        }
    }

    private static DatabaseAccess database(HubSettings settings, @Nullable EmbeddedPostgres postgres) {
        Optional<DatabaseSettings> own = settings.database();
        if (own.isPresent()) {
            return new DatabaseAccess(
                    own.get().jdbcUrl(), own.get().user(), own.get().password());
        }
        if (postgres == null) {
            throw new IllegalStateException("Neither a configured nor an embedded database");
        }
        return postgres.hub();
    }

    private static Temporal startTemporal(
            HubSettings settings,
            Map<String, String> environment,
            DataDirectory data,
            @Nullable EmbeddedPostgres postgres)
            throws IOException {
        Optional<HostPort> own = settings.temporalAddress();
        if (own.isPresent()) {
            return new Temporal(own.get().toString(), null, null);
        }
        Optional<TemporalBinaries> binaries = TemporalBinaries.locate(environment);
        if (binaries.isEmpty() || postgres == null) {
            TrialTemporal trial = TrialTemporal.start();
            return new Temporal(trial.target(), null, trial);
        }
        EmbeddedTemporal temporal =
                EmbeddedTemporal.start(data.root(), postgres, binaries.get(), settings.temporalNamespace());
        return new Temporal(temporal.target(), temporal, null);
    }

    /** The hub's database. */
    public DatabaseAccess database() {
        return database;
    }

    /**
     * Where Temporal is, {@code host:port}. Waits until it answers.
     *
     * @throws EmbeddedException when it cannot be started
     */
    public String temporalTarget() {
        return awaitTemporal().target();
    }

    /** Whether Temporal keeps nothing, because no server was to be had. Waits like {@link #temporalTarget}. */
    public boolean isTrial() {
        return awaitTemporal().trial() != null;
    }

    private Temporal awaitTemporal() {
        try {
            return temporal.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EmbeddedException known ? known : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while Temporal was starting", e);
        }
    }

    /** The Docker engine, {@code unix:///path} or {@code tcp://host:port}; empty when there is none to use. */
    public Optional<URI> dockerHost() {
        return docker.map(DockerEngine::host);
    }

    /** How the children are doing; empty when everything is the operator's own. */
    public List<ChildHealth> health() {
        List<ChildHealth> all = new ArrayList<>();
        if (postgres != null) {
            all.add(postgres.health());
        }
        EmbeddedTemporal embedded = temporal.state() == FutureTask.State.SUCCESS
                ? temporal.resultNow().embedded()
                : null;
        if (embedded != null) {
            all.add(embedded.health());
        }
        return all;
    }

    /** Ends Temporal, then PostgreSQL, then gives the data folder free. A Docker engine of the hub's own goes on. */
    @Override
    public void close() {
        docker.ifPresent(DockerEngine::close);
        try {
            Temporal running = awaitTemporal();
            if (running.embedded() != null) {
                running.embedded().close();
            }
            if (running.trial() != null) {
                running.trial().close();
            }
        } catch (EmbeddedException | CompletionException neverStarted) {
            // It has cleaned up after itself.
        }
        if (postgres != null) {
            postgres.close();
        }
        dataDirectory.close();
    }
}
