package io.automationhub.hub.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationsIT {

    private static final Pattern NAME = Pattern.compile("\\d{12}-[a-z0-9-]+\\.sql");

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void doesNothingTheSecondTime() throws SQLException {
        assertThat(Migrations.run(DATABASE.settings())).isFalse();
    }

    @Test
    void goesBackAndForth() throws SQLException {
        int count = DATABASE.superuser()
                .withHandle(h -> h.createQuery("select count(*) from databasechangelog")
                        .mapTo(Integer.class)
                        .one());
        Migrations.rollback(DATABASE.settings(), count - 1);
        assertThat(tables()).isEqualTo(3);
        assertThat(Migrations.run(DATABASE.settings())).isTrue();
        assertThat(tables()).isGreaterThan(3);
    }

    @Test
    void outlivesALockThatADeadReplicaLeft() throws SQLException {
        DATABASE.superuser().useHandle(h -> {
            h.execute("update databasechangeloglock set locked = true, lockedby = 'dead', lockgranted = now()");
            h.execute("update schema_stamp set fingerprint = 'older'");
        });
        assertThat(Migrations.run(DATABASE.settings())).isTrue();
    }

    @Test
    void everyFileIsNamedByTimeAndFormatted() throws Exception {
        Map<String, byte[]> files = MigrationFiles.read(getClass().getClassLoader());
        assertThat(files).isNotEmpty().allSatisfy((name, content) -> {
            assertThat(name).matches(NAME);
            String text = new String(content, StandardCharsets.UTF_8);
            assertThat(text).startsWith("--liquibase formatted sql\n").contains("--changeset ", "--rollback ");
        });
    }

    @Test
    void aLoginWithoutRightsOwnsItsSchemaAndIsConfinedAllTheSame() throws SQLException {
        DATABASE.superuser().useHandle(h -> h.execute("create role plain_owner login password 'plain'"));
        migratesAndIsConfined("plain_owner", "plain_owner");
    }

    @Test
    void aSuperuserStepsDown() throws SQLException {
        DATABASE.superuser().useHandle(h -> h.execute("create role strong_owner superuser login password 'plain'"));
        migratesAndIsConfined("strong_owner", "hub_app");
    }

    @Test
    void aLoginThatMayMakeRolesStepsDown() throws SQLException {
        DATABASE.superuser().useHandle(h -> {
            h.execute("create role making_owner createrole login password 'plain'");
            h.execute("grant hub_app to making_owner with admin option");
        });
        migratesAndIsConfined("making_owner", "hub_app");
    }

    private static void migratesAndIsConfined(String owner, String worksAs) throws SQLException {
        DATABASE.superuser().useHandle(h -> h.execute("create database other_hub owner " + owner));
        try {
            DatabaseSettings admin = DATABASE.settings();
            DatabaseSettings own = DatabaseSettings.of(admin.host(), admin.port(), "other_hub", owner, "plain");
            assertThat(Migrations.run(own)).isTrue();
            try (Database database = Database.open(own, new ObjectMapper())) {
                String role = database.jdbi()
                        .withHandle(h -> h.createQuery("select current_user")
                                .mapTo(String.class)
                                .one());
                assertThat(role).isEqualTo(worksAs);
                assertThatThrownBy(() -> database.jdbi()
                                .withHandle(h -> h.createQuery("select id from organizations")
                                        .mapToMap()
                                        .list()))
                        .hasMessageContaining("names no organization");
                int seen = database.transactions()
                        .inOrganization(
                                Tenancy.DEFAULT_ORGANIZATION,
                                h -> h.createQuery("select id from organizations")
                                        .mapToMap()
                                        .list()
                                        .size());
                assertThat(seen).isEqualTo(1);
            }
        } finally {
            DATABASE.superuser().useHandle(h -> {
                h.execute("drop database other_hub with (force)");
                h.execute("drop role " + owner);
            });
        }
    }

    private static int tables() {
        return DATABASE.superuser()
                .withHandle(h -> h.createQuery(
                                "select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
                        .mapTo(Integer.class)
                        .one());
    }
}
