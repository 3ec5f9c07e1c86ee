package io.automationhub.hub.features.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.definition.RetentionRule;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Old runs go, with all that belongs to them; open ones and those of deployments stay. */
final class RunRetentionIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final OrganizationId MINE = ApiServer.ORGANIZATION;

    private final UUID workflow = Ids.next();
    private final List<RunRetention.Ruled> rules = new ArrayList<>();
    private final RunRetention retention = new RunRetention(
            DATABASE.transactions(), Duration.ofDays(90), () -> rules, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void noRuns() {
        DATABASE.superuser().useHandle(handle -> handle.execute("delete from runs"));
    }

    private EndedRun run(OrganizationId organization, int daysAgo) {
        Instant created = NOW.minus(Duration.ofDays(daysAgo));
        UUID now = Ids.next();
        UUID id = new UUID(
                (created.toEpochMilli() << 16) | (now.getMostSignificantBits() & 0xffff),
                now.getLeastSignificantBits());
        return new EndedRun(organization, new RunId(id)).of(workflow).createdAt(created);
    }

    private static List<UUID> left() {
        return DATABASE.superuser()
                .withHandle(handle -> handle.createQuery("select id from runs order by id")
                        .mapTo(UUID.class)
                        .list());
    }

    private static int count(String table) {
        return DATABASE.superuser()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Integer.class)
                        .one());
    }

    private void rule(@Nullable Integer days, @Nullable Integer runs) {
        rules.add(new RunRetention.Ruled(MINE, workflow, new RetentionRule(days, runs)));
    }

    @Test
    void oldRunsGoWithTheirLogsAndJournal() {
        EndedRun old = run(MINE, 91)
                .with(
                        "steps: [ { id: many, uses: flow/transform, forEach: { items: [] }, with: { value: 1 } } ]",
                        EndedRun.items("many", 300))
                .end(DATABASE);
        EndedRun young = run(MINE, 89).end(DATABASE);
        for (EndedRun run : List.of(old, young)) {
            DATABASE.superuser().useHandle(handle -> {
                handle.execute(
                        "insert into log_streams (organization_id, name) values (?, ?)", MINE.value(), "run/" + run.id);
                handle.execute(
                        "insert into step_journal (key, organization_id, run_id, intended_at) values (?, ?, ?, now())",
                        run.id + "/many",
                        MINE.value(),
                        run.id.value());
            });
        }
        assertThat(count("run_pieces")).isPositive();

        assertThat(retention.run()).isEqualTo(1);

        assertThat(left()).containsExactly(young.id.value());
        assertThat(count("run_pieces")).isZero();
        assertThat(count("run_texts")).isEqualTo(1);
        assertThat(count("log_streams")).isEqualTo(1);
        assertThat(count("step_journal")).isEqualTo(1);
        assertThat(retention.run()).isZero();
    }

    @Test
    void openRunsStayHoweverOldTheyAre() {
        EndedRun open = run(MINE, 400).begin(DATABASE);
        rule(1, 1);
        assertThat(retention.run()).isZero();
        assertThat(left()).containsExactly(open.id.value());
    }

    @Test
    void aWorkflowsOwnDaysCountInsteadOfTheHubs() {
        run(MINE, 8).end(DATABASE);
        EndedRun young = run(MINE, 6).end(DATABASE);
        EndedRun other = run(MINE, 60).of(Ids.next()).end(DATABASE);
        rule(7, null);
        assertThat(retention.run()).isEqualTo(1);
        assertThat(left()).containsExactly(other.id.value(), young.id.value());

        EndedRun kept = run(MINE, 300).end(DATABASE);
        rules.clear();
        rule(365, null);
        assertThat(retention.run()).isZero();
        assertThat(left()).contains(kept.id.value());
    }

    @Test
    void ofSoManyTheNewestStay() {
        for (int day = 30; day > 10; day--) {
            run(MINE, day).end(DATABASE);
        }
        EndedRun open = run(MINE, 31).begin(DATABASE);
        EndedRun other = run(DATABASE.organization("others"), 31).end(DATABASE);
        rule(null, 5);
        assertThat(retention.run()).isEqualTo(15);
        assertThat(left()).hasSize(7).contains(open.id.value(), other.id.value());
    }

    @Test
    void runsOfDeploymentsStayAndInvocationsGo() {
        EndedRun deployment = run(MINE, 100).of(null).end(DATABASE);
        run(MINE, 100).of(null).triggered("{\"type\": \"invocation\"}").end(DATABASE);
        run(MINE, 100).of(null).triggered("{\"type\": \"stepTest\"}").end(DATABASE);
        assertThat(retention.run()).isEqualTo(2);
        assertThat(left()).containsExactly(deployment.id.value());
    }

    @Test
    void manyGoInSeveralBatches() {
        DATABASE.superuser()
                .useHandle(handle -> handle.createUpdate("""
                                insert into runs (id, organization_id, workflow_id, name, trigger, request, status, handed_over,
                                    requested_by, created_at, started_at, ended_at)
                                select ('0190' || lpad(to_hex(n), 8, '0') || '70008000000000000000')::uuid, :mine, :workflow,
                                    'old', '{}', '{}', 'succeeded', true, 'test', :at, :at, :at
                                from generate_series(1, 450) n
                                """)
                        .bind("mine", MINE.value())
                        .bind("workflow", workflow)
                        .bind("at", NOW.minus(Duration.ofDays(200)))
                        .execute());
        assertThat(retention.run()).isEqualTo(450);
        assertThat(left()).isEmpty();
    }
}
