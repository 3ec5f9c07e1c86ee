package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.definition.Capabilities;
import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.FlowAgent;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunActivities.RunRecord;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A run that was executed nowhere, made to look as if it had been; recorded as the hub records them. */
public final class EndedRun {

    private static final ObjectMapper JSON = Json.mapper();
    private static final DefinitionCompiler COMPILER =
            new DefinitionCompiler(Capabilities.of(List.of(new FlowAgent().manifest())));
    private static final Instant BEGUN = Instant.parse("2026-03-01T10:00:00Z");

    public final RunId id;
    private final OrganizationId organization;
    private String name = "nightly";
    private @Nullable UUID workflow;
    private String trigger = "{\"type\": \"manual\"}";
    private JsonNode inputs = JSON.createObjectNode();
    private String requestedBy = "api-key:test";
    private @Nullable UUID retryOf;
    private Plan plan = plan("steps: [ { id: first, uses: flow/transform, with: { value: 1 } } ]");
    private Instant createdAt = BEGUN;
    private RunStatus status = RunStatus.SUCCEEDED;
    private List<StepState> steps = List.of(step("first", StepStatus.SUCCEEDED, "{}", "1"));
    private @Nullable JsonNode output;
    private @Nullable Problem error;
    private Duration took = Duration.ofSeconds(1);

    public EndedRun(OrganizationId organization) {
        this(organization, new RunId(Ids.next()));
    }

    public EndedRun(OrganizationId organization, RunId id) {
        this.organization = organization;
        this.id = id;
    }

    public EndedRun named(String text) {
        name = text;
        return this;
    }

    public EndedRun of(@Nullable UUID workflowId) {
        workflow = workflowId;
        return this;
    }

    public EndedRun triggered(String json) {
        trigger = json;
        return this;
    }

    public EndedRun given(String json) {
        inputs = json(json);
        return this;
    }

    public EndedRun by(String subject) {
        requestedBy = subject;
        return this;
    }

    public EndedRun inPlaceOf(EndedRun other) {
        retryOf = other.id.value();
        return this;
    }

    public EndedRun createdAt(Instant time) {
        createdAt = time;
        return this;
    }

    public EndedRun took(Duration duration) {
        took = duration;
        return this;
    }

    public EndedRun answering(String json) {
        output = json(json);
        return this;
    }

    /** Follows a definition with these steps, each of which became what is given. */
    public EndedRun with(String yaml, StepState... states) {
        plan = plan(yaml);
        steps = List.of(states);
        return this;
    }

    public EndedRun failedAt(String step, String detail) {
        status = RunStatus.FAILED;
        error = new Problem(ProblemType.UPSTREAM_FAILED, detail, List.of(), null);
        plan = plan("steps: [ { id: " + step + ", uses: flow/transform, with: { value: 1 } } ]");
        steps = List.of(new StepState(
                step,
                StepStatus.FAILED,
                false,
                BEGUN,
                BEGUN.plus(took),
                null,
                error,
                call(null, 0, StepStatus.FAILED),
                null));
        return this;
    }

    /** Writes the row of a run that goes on. */
    public EndedRun begin(TestDatabase database) {
        FlowInput input = FlowInput.of(
                WorkScope.of(organization), id, plan, inputs, JSON.createObjectNode(), JSON.createObjectNode());
        database.superuser()
                .useHandle(handle -> handle.createUpdate("""
                                insert into runs (id, organization_id, workflow_id, workflow_version, name, trigger, request,
                                    status, handed_over, requested_by, retry_of, created_at, started_at)
                                values (:id, :organization, :workflow, 1, :name, :trigger::jsonb, :request::jsonb, 'running',
                                    true, :by, :retryOf, :at, :at)
                                """)
                        .bind("id", id.value())
                        .bind("organization", organization.value())
                        .bind("workflow", workflow)
                        .bind("name", name)
                        .bind("trigger", trigger)
                        .bind("request", new RunMapper(JSON).write(input))
                        .bind("by", requestedBy)
                        .bind("retryOf", retryOf)
                        .bind("at", createdAt)
                        .execute());
        return this;
    }

    /** Writes the row and the end, with what is recorded for finding and reading it. */
    public EndedRun end(TestDatabase database) {
        begin(database);
        RunMapper mapper = new RunMapper(JSON);
        FlowState state = new FlowState(status, createdAt, createdAt.plus(took), steps, output, error);
        database.transactions().inOrganization(organization, handle -> {
            handle.attach(RunDao.class)
                    .finish(
                            id.value(),
                            mapper.text(status),
                            mapper.write(steps),
                            output == null ? null : mapper.write(output),
                            error == null ? null : mapper.write(error),
                            createdAt,
                            createdAt.plus(took));
            new RunRecorder(JSON).finished(handle, new RunRecord(WorkScope.of(organization), id, state));
            return null;
        });
        return this;
    }

    public static StepState step(String id, StepStatus status, String input, String output) {
        CallState call = new CallState(
                null, status, json(input), json(output), null, BEGUN, BEGUN.plusSeconds(1), 0, List.of(), 1, null);
        return new StepState(id, status, false, BEGUN, BEGUN.plusSeconds(1), json(output), null, call, null);
    }

    public static StepState skipped(String id) {
        return new StepState(id, StepStatus.SKIPPED, false, null, BEGUN, null, null, null, null);
    }

    /** A step of so many items, of which every hundredth failed; each began a millisecond after the one before. */
    public static StepState items(String id, int count) {
        return new StepState(
                id,
                StepStatus.SUCCEEDED,
                false,
                BEGUN,
                BEGUN.plusMillis(count),
                null,
                null,
                null,
                IntStream.range(0, count)
                        .mapToObj(i -> call(i, i, i % 100 == 99 ? StepStatus.FAILED : StepStatus.SUCCEEDED))
                        .toList());
    }

    private static CallState call(@Nullable Integer index, int afterMillis, StepStatus status) {
        Instant start = BEGUN.plusMillis(afterMillis);
        Problem problem = status == StepStatus.FAILED
                ? new Problem(ProblemType.UPSTREAM_FAILED, "It answered 502", List.of(), null)
                : null;
        ObjectNode value = JSON.createObjectNode().put("n", afterMillis);
        return new CallState(
                index,
                status,
                value,
                status == StepStatus.FAILED ? null : value,
                problem,
                start,
                start.plusMillis(10),
                0,
                List.of(new CallState.AttemptState(1, start, start.plusMillis(10), problem)),
                1,
                null);
    }

    private static Plan plan(String steps) {
        return COMPILER.compile("name: test\n" + steps).orThrow();
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
