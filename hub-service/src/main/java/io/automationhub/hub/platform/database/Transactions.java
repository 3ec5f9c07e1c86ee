package io.automationhub.hub.platform.database;

import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Opens transactions that see one organization only, by row-level security, or expressly all of them.
 *
 * <p>A call within a running transaction of the same kind joins it; one for another organization is a defect and
 * refused. When the database is away the caller gets {@code unavailable}.
 */
public final class Transactions {

    // Sent by the driver in one round trip with BEGIN; local to the transaction.
    private static final String ENTER_ORGANIZATION = "select set_config('hub.organization', ?, true)";
    private static final String ENTER_SYSTEM = "select set_config('hub.system', 'on', true)";

    /** States of PostgreSQL: connection lost, lack of connections or memory, server going down or coming up. */
    private static final List<String> AWAY = List.of("08", "53", "57P");

    private static final String DISK_FULL = "53100";

    private static final ScopedValue<Running> RUNNING = ScopedValue.newInstance();

    // Not a scoped value: filters before and after a resource method share no scope, only its thread.
    private static final ThreadLocal<@Nullable BeforeCommit> BEFORE_COMMIT = new ThreadLocal<>();

    private final Jdbi jdbi;

    Transactions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Runs a callback in a transaction confined to an organization; committed when it returns, rolled back when it
     * throws.
     */
    public <T extends @Nullable Object, X extends Exception> T inOrganization(
            OrganizationId organization, HandleCallback<T, X> callback) throws X {
        return run(organization, callback);
    }

    /**
     * Runs a callback in a transaction that sees every organization. For workers, sweepers and authentication only,
     * never for what a caller asked for.
     */
    public <T extends @Nullable Object, X extends Exception> T asSystem(HandleCallback<T, X> callback) throws X {
        return run(null, callback);
    }

    /**
     * Does something at the end of every transaction that this thread opens for the organization, within it, until {@link
     * #nothingBeforeCommit}. What it throws takes the transaction back.
     */
    public void beforeCommit(OrganizationId organization, Consumer<Handle> action) {
        BEFORE_COMMIT.set(new BeforeCommit(jdbi, organization, action));
    }

    /** Ends {@link #beforeCommit}; harmless without it. */
    public void nothingBeforeCommit() {
        BEFORE_COMMIT.remove();
    }

    private record BeforeCommit(Jdbi jdbi, OrganizationId organization, Consumer<Handle> action) {}

    private <T extends @Nullable Object, X extends Exception> T run(
            @Nullable OrganizationId organization, HandleCallback<T, X> callback) throws X {
        Running running = RUNNING.orElse(Running.NONE);
        if (running.jdbi == jdbi && running.handle != null) {
            if (!Objects.equals(running.organization, organization)) {
                throw new IllegalStateException("A transaction of " + name(running.organization)
                        + " cannot go on in the name of " + name(organization));
            }
            return callback.withHandle(running.handle);
        }
        try {
            return begin(organization, callback);
        } catch (ConnectionException e) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The database is away", e);
        } catch (JdbiException e) {
            String state = state(e);
            if (state.equals(DISK_FULL)) {
                throw new ProblemException(ProblemType.DISK_FULL, "The disk of the database is full", e);
            }
            if (AWAY.stream().anyMatch(state::startsWith)) {
                throw new ProblemException(ProblemType.UNAVAILABLE, "The database went away", e);
            }
            throw e;
        }
    }

    private <T extends @Nullable Object, X extends Exception> T begin(
            @Nullable OrganizationId organization, HandleCallback<T, X> callback) throws X {
        return jdbi.inTransaction(handle -> {
            enter(handle, organization);
            return ScopedValue.where(RUNNING, new Running(jdbi, handle, organization))
                    .<T, X>call(() -> {
                        T result = callback.withHandle(handle);
                        BeforeCommit last = BEFORE_COMMIT.get();
                        if (last != null
                                && last.jdbi() == jdbi
                                && last.organization().equals(organization)) {
                            last.action().accept(handle);
                        }
                        return result;
                    });
        });
    }

    private static void enter(Handle handle, @Nullable OrganizationId organization) {
        String text = organization == null ? ENTER_SYSTEM : ENTER_ORGANIZATION;
        try (PreparedStatement statement = handle.getConnection().prepareStatement(text)) {
            if (organization != null) {
                statement.setString(1, organization.toString());
            }
            statement.execute();
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    /** What PostgreSQL says is wrong, five characters; empty when it says nothing. */
    private static String state(JdbiException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    private static String name(@Nullable OrganizationId organization) {
        return organization == null ? "the system" : "organization " + organization;
    }

    private record Running(
            @Nullable Jdbi jdbi,
            @Nullable Handle handle,
            @Nullable OrganizationId organization) {
        static final Running NONE = new Running(null, null, null);
    }
}
