package io.automationhub.hub.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransactionsIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final OrganizationId MINE = Tenancy.DEFAULT_ORGANIZATION;

    private static OrganizationId other = MINE;

    @BeforeAll
    static void tables() {
        other = DATABASE.organization("other");
        DATABASE.superuser().useHandle(handle -> {
            handle.execute(
                    "create table things (organization_id uuid, name text, primary key (organization_id, name))");
            handle.execute("call enable_tenancy('things')");
            handle.execute("create table open_things (organization_id uuid not null, name text)");
            handle.execute("grant select, insert, update, delete on things, open_things to hub_app");
            for (String table : List.of("things", "open_things")) {
                handle.execute(
                        "insert into " + table + " values (?, 'mine'), (?, 'theirs')", MINE.value(), other.value());
            }
        });
    }

    @Test
    void seesOnlyItsOrganization() {
        assertThat(namesIn(MINE)).containsExactly("mine");
        assertThat(namesIn(other)).containsExactly("theirs");
    }

    @Test
    void controlATableWithoutTheWallLeaks() {
        List<String> seen = DATABASE.transactions()
                .inOrganization(
                        MINE,
                        h -> h.createQuery("select name from open_things")
                                .mapTo(String.class)
                                .list());
        assertThat(seen).containsExactlyInAnyOrder("mine", "theirs");
    }

    @Test
    void refusesAStatementWithoutOrganization() {
        // Twice each: a pooled connection that had an organization before is the case that matters.
        for (int i = 0; i < 2; i++) {
            DATABASE.transactions().inOrganization(MINE, TransactionsIT::names);
            assertThatThrownBy(() -> DATABASE.database().jdbi().withHandle(TransactionsIT::names))
                    .isInstanceOf(JdbiException.class)
                    .hasMessageContaining("names no organization");
            assertThatThrownBy(() -> DATABASE.database().jdbi().inTransaction(TransactionsIT::names))
                    .hasMessageContaining("names no organization");
            assertThatThrownBy(() -> DATABASE.database().jdbi().useHandle(h -> h.execute("delete from things")))
                    .hasMessageContaining("names no organization");
        }
        assertThat(namesInAll()).hasSize(2);
    }

    @Test
    void cannotWriteForAnotherOrganization() {
        assertThatThrownBy(() -> DATABASE.transactions()
                        .inOrganization(
                                MINE, h -> h.execute("insert into things values (?, 'planted')", other.value())))
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> DATABASE.transactions()
                        .inOrganization(
                                MINE,
                                h -> h.execute(
                                        "update things set organization_id = ? where name = 'mine'", other.value())))
                .hasMessageContaining("row-level security");
        assertThat(DATABASE.transactions()
                        .<Integer, RuntimeException>inOrganization(
                                MINE, h -> h.execute("delete from things where name = 'theirs'")))
                .isZero();
        assertThat(namesInAll()).containsExactlyInAnyOrder("mine", "theirs");
    }

    @Test
    void anInsertNeedNotNameItsOrganization() {
        DATABASE.transactions().inOrganization(other, h -> {
            h.execute("insert into things (name) values ('implied')");
            assertThat(names(h)).contains("implied");
            return h.execute("delete from things where name = 'implied'");
        });
    }

    @Test
    void joinsTheRunningTransactionOfTheSameOrganization() {
        assertThatThrownBy(() -> DATABASE.transactions().inOrganization(MINE, outer -> {
                    DATABASE.transactions().inOrganization(MINE, inner -> {
                        assertThat(inner).isSameAs(outer);
                        return inner.execute("insert into things (name) values ('joined')");
                    });
                    throw new IllegalArgumentException("taken back");
                }))
                .hasMessage("taken back");
        assertThat(namesIn(MINE)).containsExactly("mine");
    }

    @Test
    void refusesToSwitchOrganizationWithinATransaction() {
        assertThatThrownBy(() -> DATABASE.transactions().inOrganization(MINE, outer -> namesIn(other)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> DATABASE.transactions().inOrganization(MINE, outer -> namesInAll()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> DATABASE.transactions().asSystem(outer -> namesIn(MINE)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void runsAsARoleThatOwnsNothing() {
        DATABASE.transactions().asSystem(h -> {
            assertThat(h.createQuery("select current_user").mapTo(String.class).one())
                    .isEqualTo("hub_app");
            assertThat(h.createQuery("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
                            .mapTo(Boolean.class)
                            .one())
                    .isFalse();
            return h;
        });
        for (String attack : List.of(
                "alter table things disable row level security",
                "drop policy tenant on things",
                "alter table things no force row level security",
                "create table loot (name text)",
                "update schema_stamp set fingerprint = ''")) {
            assertThatThrownBy(() -> DATABASE.transactions().asSystem(h -> h.execute(attack)))
                    .as(attack)
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    @Test
    void everyTenantTableIsBehindTheWall() {
        List<String> unprotected = DATABASE.superuser()
                .withHandle(h -> h.createQuery("""
                        select c.relname from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
                        where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity
                          and exists (select from pg_policy p where p.polrelid = c.oid) and a.attnotnull)
                        """).mapTo(String.class).list());
        // The one exception is this test's own, which shows that the query finds such tables.
        assertThat(unprotected).containsExactly("open_things");
    }

    @Test
    void idRecordsBindAndMap() {
        DATABASE.transactions().inOrganization(MINE, h -> {
            assertThat(h.createQuery("select organization_id from things where organization_id = :organization")
                            .bind("organization", MINE)
                            .mapTo(OrganizationId.class)
                            .one())
                    .isEqualTo(MINE);
            assertThat(h.createQuery("select organization_id, name from things")
                            .mapTo(Row.class)
                            .one())
                    .isEqualTo(new Row(MINE, "mine"));
            return h;
        });
    }

    @Test
    void saysThatTheDatabaseIsAway() throws SQLException {
        DatabaseSettings settings = DATABASE.settings();
        try (Database own = DATABASE.replica()) {
            assertThat(own.answers(Duration.ofSeconds(1))).isTrue();
            assertThatThrownBy(() -> own.transactions().asSystem(h -> {
                        int pid = h.createQuery("select pg_backend_pid()")
                                .mapTo(Integer.class)
                                .one();
                        DATABASE.superuser().useHandle(s -> s.execute("select pg_terminate_backend(?)", pid));
                        return names(h);
                    }))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
            assertThat(settings.toString()).doesNotContain(":@");
        }
    }

    /** A row as a feature has it. */
    public record Row(OrganizationId organizationId, String name) {}

    private static List<String> names(Handle handle) {
        return handle.createQuery("select name from things").mapTo(String.class).list();
    }

    private static List<String> namesIn(OrganizationId organization) {
        return DATABASE.transactions().inOrganization(organization, TransactionsIT::names);
    }

    private static List<String> namesInAll() {
        return DATABASE.transactions().asSystem(TransactionsIT::names);
    }
}
