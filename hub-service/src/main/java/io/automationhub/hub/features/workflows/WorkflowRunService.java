package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.runs.RetryRun;
import io.automationhub.hub.features.runs.Run;
import io.automationhub.hub.features.runs.RunRequest;
import io.automationhub.hub.features.runs.RunRetrier;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.features.waits.CalledRuns;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.definition.RunInputs;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.Retry;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Starts runs of published workflow versions. */
public final class WorkflowRunService implements RunRetrier, CalledRuns {

    /** The most calls within each other, so that a workflow that calls itself comes to an end. */
    private static final int MAX_DEPTH = 10;

    private final Transactions transactions;
    private final WorkflowService workflows;
    private final RunService runs;
    private final AuditService audit;
    private final ObjectMapper json;

    public WorkflowRunService(
            Transactions transactions,
            WorkflowService workflows,
            RunService runs,
            AuditService audit,
            ObjectMapper json) {
        this.transactions = transactions;
        this.workflows = workflows;
        this.runs = runs;
        this.audit = audit;
        this.json = json;
    }

    /** Starts a run of a version, the newest when none is named; {@code invalid} when the input does not fit it. */
    public Run start(Caller caller, String workflow, @Nullable JsonNode input, @Nullable Integer version) {
        RunId id = new RunId(Ids.next());
        transactions.inOrganization(caller.organization(), handle -> {
            WorkflowService.Published published = workflows.published(handle, workflow, version);
            RunRequest request = new RunRequest(
                    id,
                    WorkScope.of(caller.organization()),
                    published.workflow().value(),
                    published.version(),
                    published.compiled().plan(),
                    complete(published, input),
                    json.createObjectNode(),
                    json.createObjectNode().put("type", "manual"),
                    caller.subject(),
                    null);
            runs.insert(handle, request);
            audit.record(handle, caller, "run.created", "run", id.toString(), what(published));
            return null;
        });
        runs.handOver(caller.organization(), id);
        return runs.get(caller, id);
    }

    @Override
    public Run retry(Caller caller, RunId run, RetryRun request) {
        RunId id = new RunId(Ids.next());
        transactions.inOrganization(caller.organization(), handle -> {
            RunService.Ended before = runs.ended(handle, caller, run);
            UUID workflow = before.run().workflow();
            if (workflow == null) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "The run is of no workflow: ask for its deployment or invocation again");
            }
            WorkflowService.Published published =
                    workflows.published(handle, workflow.toString(), version(before.run(), request));
            Plan plan = published.compiled().plan();
            FlowInput input = before.input();
            runs.insert(
                    handle,
                    new RunRequest(
                            id,
                            input.scope(),
                            workflow,
                            published.version(),
                            plan,
                            complete(published, request.input() == null ? input.inputs() : request.input()),
                            input.context(),
                            json.createObjectNode().put("type", "retry").put("run", run.toString()),
                            caller.subject(),
                            new RunRequest.Retried(
                                    run, Retry.of(input.plan(), before.run().state(), plan, request.fromStep()))));
            audit.record(
                    handle,
                    caller,
                    "run.retried",
                    "run",
                    id.toString(),
                    what(published).put("retryOf", run.toString()));
            return null;
        });
        runs.handOver(caller.organization(), id);
        return runs.get(caller, id);
    }

    @Override
    public RunId begin(Handle handle, CapabilityCall call) {
        RunService.Origin origin = runs.origin(handle, call.run());
        int depth = origin.trigger().path("depth").asInt() + 1;
        if (depth > MAX_DEPTH) {
            throw new ProblemException(
                    ProblemType.INVALID, "Workflows call each other more than " + MAX_DEPTH + " deep");
        }
        JsonNode asked = call.input();
        Integer version = asked.hasNonNull("version") ? asked.path("version").intValue() : null;
        WorkflowService.Published published =
                workflows.published(handle, asked.path("workflow").asText(), version);
        RunId id = new RunId(Ids.next());
        runs.insert(
                handle,
                new RunRequest(
                        id,
                        call.scope(),
                        published.workflow().value(),
                        published.version(),
                        published.compiled().plan(),
                        complete(published, asked.get("input")),
                        json.createObjectNode(),
                        json.createObjectNode()
                                .put("type", "call")
                                .put("run", call.run().toString())
                                .put("step", call.step())
                                .put("depth", depth),
                        origin.requestedBy(),
                        null));
        return id;
    }

    /** The number of a version; null for the newest. */
    private static @Nullable Integer version(Run before, RetryRun request) {
        JsonNode wanted = request.version();
        if (wanted == null || wanted.isNull()) {
            return before.workflowVersion();
        }
        return wanted.isInt() ? wanted.intValue() : null;
    }

    private static ObjectNode complete(WorkflowService.Published published, @Nullable JsonNode input) {
        try {
            return RunInputs.complete(published.compiled().inputs(), input);
        } catch (ProblemException e) {
            List<FieldError> inBody = e.errors().stream()
                    .map(error -> new FieldError("/input" + error.pointer(), error.detail()))
                    .toList();
            throw new ProblemException(e.type(), e.detail(), inBody);
        }
    }

    private ObjectNode what(WorkflowService.Published published) {
        return json.createObjectNode()
                .put("workflow", published.workflow().toString())
                .put("version", published.version());
    }
}
