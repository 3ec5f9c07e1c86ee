package io.automationhub.hub.platform.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date with the SQL files under {@code db/migrations}, in the order of their names. Replicas
 * that start together take turns. A database that is up to date is recognized by one query, without Liquibase.
 */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final String CHANGELOG = "db/changelog.yaml";

    // Any constant; held by whichever replica migrates, and freed by PostgreSQL when that replica dies.
    private static final long LOCK = 0x6875_6200_6d69_6772L;

    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @return whether anything had to be done
     * @throws SQLException when the database is away
     * @throws IllegalStateException when a migration fails; those before it stay applied
     */
    public static boolean run(DatabaseSettings settings) throws SQLException {
        String wanted = fingerprint();
        try (Connection connection = Connections.open(settings)) {
            if (wanted.equals(stamp(connection))) {
                return false;
            }
            execute(connection, "select pg_advisory_lock(" + LOCK + ")");
            if (wanted.equals(stamp(connection))) {
                return false;
            }
            ApplicationRole.ensure(connection);
            update(settings);
            ApplicationRole.grant(connection);
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into schema_stamp (one, fingerprint) values (true, ?)
                    on conflict (one) do update set fingerprint = excluded.fingerprint""")) {
                statement.setString(1, wanted);
                statement.execute();
            }
            LOG.info("Database schema is up to date");
            return true;
        }
    }

    /**
     * Takes back the newest changes.
     *
     * @param count how many change sets
     */
    static void rollback(DatabaseSettings settings, int count) throws SQLException {
        try (Connection connection = Connections.open(settings)) {
            execute(connection, "delete from schema_stamp");
        }
        withLiquibase(settings, liquibase -> liquibase.rollback(count, new Contexts(), new LabelExpression()));
    }

    private static void update(DatabaseSettings settings) throws SQLException {
        withLiquibase(settings, liquibase -> {
            // Whoever left this lock is dead: the living hold the advisory lock.
            liquibase.forceReleaseLocks();
            liquibase.update(new Contexts(), new LabelExpression());
        });
    }

    private static void withLiquibase(DatabaseSettings settings, Work work) throws SQLException {
        try (Connection connection = Connections.open(settings);
                Liquibase liquibase =
                        new Liquibase(CHANGELOG, new ClassLoaderResourceAccessor(), new JdbcConnection(connection))) {
            liquibase.setShowSummary(UpdateSummaryEnum.OFF);
            // Else Liquibase writes its progress to standard output, which is the operator's.
            Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> work.run(liquibase));
        } catch (SQLException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The database schema could not be brought up to date", e);
        }
    }

    private static @Nullable String stamp(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery("select to_regclass('public.schema_stamp') is not null")) {
                if (!table.next() || !table.getBoolean(1)) {
                    return null;
                }
            }
            try (ResultSet row = statement.executeQuery("select fingerprint from schema_stamp")) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static String fingerprint() {
        try {
            return MigrationFiles.fingerprint(Migrations.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private interface Work {
        void run(Liquibase liquibase) throws LiquibaseException;
    }
}
