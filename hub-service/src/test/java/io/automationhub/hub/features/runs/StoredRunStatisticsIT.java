package io.automationhub.hub.features.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.agents.analytics.RunStatistics.OfWorkflow;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoredRunStatisticsIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final OrganizationId organization = DATABASE.organization("o" + Ids.next());
    private final WorkScope scope = WorkScope.of(organization);
    private final StoredRunStatistics statistics = new StoredRunStatistics(DATABASE.transactions());
    private final Instant now = Instant.now();

    @Test
    void runsThatEndedAreCountedByWorkflow() {
        UUID nightly = UUID.randomUUID();
        ended(organization, nightly, "nightly", "succeeded", 1);
        ended(organization, nightly, "nightly", "succeeded", 4);
        ended(organization, nightly, "nightly", "failed", 4);
        ended(organization, null, "deploy", "canceled", 2);
        RunRows.insert(DATABASE, organization, new RunId(Ids.next()));

        assertThat(statistics.ended(scope, now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)), null))
                .containsExactly(
                        new OfWorkflow(nightly, "nightly", 3, 2, 1, 0, 3.0, 4.0, 4.0),
                        new OfWorkflow(null, "deploy", 1, 0, 0, 1, 2.0, 2.0, 2.0));
        assertThat(statistics.ended(scope, now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)), nightly))
                .hasSize(1);
    }

    @Test
    void onlyRunsOfTheTimeAndOfTheOrganizationCount() {
        OrganizationId elsewhere = DATABASE.organization("o" + Ids.next());
        ended(elsewhere, null, "theirs", "succeeded", 1);
        ended(organization, null, "mine", "succeeded", 1);

        Instant later = now.plus(Duration.ofHours(1));
        assertThat(statistics.ended(scope, now.minus(Duration.ofHours(1)), later, null))
                .extracting(OfWorkflow::name)
                .containsExactly("mine");
        assertThat(statistics.ended(scope, later, later.plus(Duration.ofHours(1)), null))
                .isEmpty();
        assertThat(statistics.ended(scope, now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1)), null))
                .isEmpty();
    }

    private static void ended(
            OrganizationId organization, @Nullable UUID workflow, String name, String status, int seconds) {
        DATABASE.superuser()
                .useHandle(handle -> handle.createUpdate("""
                        insert into runs (id, organization_id, workflow_id, name, trigger, request, status, handed_over,
                            requested_by, created_at, started_at, ended_at)
                        values (:id, :organization, :workflow, :name, '{}', '{}', :status, true, 'test', now(), now(),
                            now() + make_interval(secs => :seconds))""")
                        .bind("id", Ids.next())
                        .bind("organization", organization.value())
                        .bind("workflow", workflow)
                        .bind("name", name)
                        .bind("status", status)
                        .bind("seconds", seconds)
                        .execute());
    }
}
