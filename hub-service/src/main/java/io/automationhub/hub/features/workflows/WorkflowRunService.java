package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.runs.Run;
import io.automationhub.hub.features.runs.RunRequest;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.definition.RunInputs;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts runs of published workflow versions. */
public final class WorkflowRunService {

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
                    caller.subject());
            runs.insert(handle, request);
            audit.record(handle, caller, "run.created", "run", id.toString(), what(published));
            return null;
        });
        runs.handOver(caller.organization(), id);
        return runs.get(caller, id);
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
