package io.automationhub.hub.features.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.RunWatcher.RunChange;
import io.automationhub.workflows.flow.RunWatcher.StepChange;
import io.automationhub.workflows.flow.StepStatus;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of steps while a run is under way, and that nothing is told of it after its end. */
@Timeout(120)
final class RunChangesIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final ObjectMapper JSON = Json.mapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static int organizations;

    private final RunId run = new RunId(Ids.next());
    private OrganizationId organization;
    private PostgresSignals signals;
    private EventService events;
    private RunChanges changes;

    @BeforeEach
    void open() {
        organization = DATABASE.organization("runs-" + organizations++);
        signals = new PostgresSignals(DATABASE.database()::connect);
        events = new EventService(DATABASE.transactions(), signals, JSON);
        changes = new RunChanges(DATABASE.transactions(), events, JSON);
        RunRows.insert(DATABASE, organization, run);
    }

    @AfterEach
    void close() {
        changes.close();
        events.close();
        signals.close();
    }

    @Test
    void whatChangesTogetherIsOneEventWithTheNewestOfEachStep() {
        change("build", StepStatus.RUNNING);
        change("build", StepStatus.SUCCEEDED);
        change("start", StepStatus.RUNNING);
        changes.start();

        await().atMost(PATIENCE).until(() -> !told().isEmpty());
        assertThat(told()).containsExactly("build succeeded, start running");

        change("start", StepStatus.SUCCEEDED);
        await().atMost(PATIENCE).until(() -> told().size() == 2);
        assertThat(told()).containsExactly("build succeeded, start running", "start succeeded");
    }

    @Test
    void theRowFollowsTheRunsStatus() {
        changes.start();
        changes.changed(new RunChange(
                WorkScope.of(organization), run, RunStatus.QUEUED, List.of(step("build", StepStatus.RUNNING))));

        await().atMost(PATIENCE).until(() -> status().equals("queued"));
    }

    @Test
    void whatIsLeftIsToldWithTheEnd() {
        change("build", StepStatus.SUCCEEDED);

        DATABASE.transactions().inOrganization(organization, handle -> {
            changes.last(handle, run);
            return null;
        });

        await().atMost(PATIENCE).until(() -> !told().isEmpty());
        assertThat(told()).containsExactly("build succeeded");
    }

    @Test
    void nothingIsToldAfterTheEnd() {
        DATABASE.superuser().useHandle(handle -> handle.execute("update runs set ended_at = now()"));
        change("build", StepStatus.SUCCEEDED);
        changes.start();
        // Told in their order: once the other run's change is there, this one's had its turn.
        RunId other = new RunId(Ids.next());
        RunRows.insert(DATABASE, organization, other);
        changes.changed(new RunChange(
                WorkScope.of(organization), other, RunStatus.RUNNING, List.of(step("other", StepStatus.RUNNING))));

        await().atMost(PATIENCE).until(() -> told().contains("other running"));
        assertThat(told()).containsExactly("other running");
    }

    private void change(String step, StepStatus status) {
        changes.changed(new RunChange(WorkScope.of(organization), run, RunStatus.RUNNING, List.of(step(step, status))));
    }

    private static StepChange step(String id, StepStatus status) {
        return new StepChange(id, status, 1, 0, 0, null, null, null);
    }

    private String status() {
        return DATABASE.superuser()
                .withHandle(handle -> handle.createQuery("select status from runs where id = ?")
                        .bind(0, run.value())
                        .mapTo(String.class)
                        .one());
    }

    /** Per event, the steps it names with their states. */
    private List<String> told() {
        return DATABASE.superuser()
                .withHandle(handle -> handle
                        .createQuery("select payload from events where topic = 'run.changed' and organization_id = ?"
                                + " order by seq")
                        .bind(0, organization.value())
                        .mapTo(String.class)
                        .list()
                        .stream()
                        .map(RunChangesIT::steps)
                        .toList());
    }

    private static String steps(String payload) {
        try {
            return JSON.readTree(payload)
                    .path("steps")
                    .valueStream()
                    .map(RunChangesIT::text)
                    .reduce((all, next) -> all + ", " + next)
                    .orElse("");
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(JsonNode step) {
        return step.path("id").asText() + " " + step.path("status").asText();
    }
}
