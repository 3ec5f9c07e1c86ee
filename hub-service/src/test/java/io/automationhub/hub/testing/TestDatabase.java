package io.automationhub.hub.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.DatabaseSettings;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.ids.OrganizationId;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh, migrated database on a real PostgreSQL server for one test class:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestDatabase DATABASE = new TestDatabase();
 * }</pre>
 *
 * <p>The server is started once for the JVM, the schema is migrated once and copied. {@link #database()} works as the
 * hub does, in a role that row-level security binds; {@link #superuser()} sees everything and is for arranging and
 * looking behind the wall.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "hub_test_" + COUNT.incrementAndGet();
    private final ObjectMapper json;
    private @Nullable Database database;

    public TestDatabase() {
        this(JsonMapper.builder()
                .findAndAddModules()
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build());
    }

    /** With the mapper that {@code @Json} columns are to be written by. */
    public TestDatabase(ObjectMapper json) {
        this.json = json;
    }

    /** The database as the hub uses it. */
    public Database database() {
        return Objects.requireNonNull(database, "the test class has not started");
    }

    /** Transactions of {@link #database()}. */
    public Transactions transactions() {
        return database().transactions();
    }

    /** How to log in as the owner of the schema, which the hub steps down from. */
    public DatabaseSettings settings() {
        return TestPostgres.get().settings(name);
    }

    /** How to log in as the superuser. */
    public DatabaseSettings superuserSettings() {
        return TestPostgres.get().superuser(name);
    }

    /** Connections of the superuser, which no row-level security binds. */
    public Jdbi superuser() {
        return Jdbi.create(() -> TestPostgres.get().open(name)).installPlugin(new PostgresPlugin());
    }

    /** Another pool on the same database, as a second replica has it; the caller closes it. */
    public Database replica() throws SQLException {
        return Database.open(settings(), json);
    }

    /** Makes one more organization beside the default one. */
    public OrganizationId organization(String slug) {
        OrganizationId id = new OrganizationId(Ids.next());
        superuser()
                .useHandle(handle -> handle.execute(
                        "insert into organizations (id, slug, name) values (?, ?, ?)", id.value(), slug, slug));
        return id;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        TestPostgres.get().create(name);
        database = Database.open(settings(), json);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (database != null) {
            database.close();
        }
        TestPostgres.get().drop(name);
    }
}
