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
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.definition.PlannedCall;
import io.automationhub.workflows.definition.PlannedStep;
import io.automationhub.workflows.definition.expression.Template;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tries one step alone: a run of that step, with given or recorded input, and all that runs have. It belongs to no
 * workflow, so that it is neither counted among its runs nor run again as one.
 */
public final class StepTests {

    /** The type of such a run's trigger. */
    static final String TRIGGER = "stepTest";

    private static final String GIVEN = "given";

    private final Transactions transactions;
    private final WorkflowService workflows;
    private final RunService runs;
    private final AuditService audit;
    private final ObjectMapper json;

    public StepTests(
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

    /**
     * Starts the run.
     *
     * @throws ProblemException {@code forbidden} to credentials restricted to projects; {@code not_found} for a step that is not there; {@code invalid} where it is not clear what the
     *     step is to be given; {@code conflict} while the run whose input is meant goes on
     */
    public Run start(Caller caller, String workflow, String step, TestStep request) {
        if (!caller.projects().isEmpty()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "These credentials are restricted to projects");
        }
        if ((request.input() == null) == (request.fromRun() == null)) {
            throw ProblemException.invalid("", "Either 'input' or 'fromRun' says what the step is given");
        }
        RunId id = new RunId(Ids.next());
        transactions.inOrganization(caller.organization(), handle -> {
            WorkflowService.Source source = workflows.source(handle, workflow, request.version());
            PlannedStep planned = source.compiled().plan().steps().stream()
                    .filter(each -> each.id().equals(step))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.notFound("step", step));
            JsonNode input =
                    request.input() == null ? recorded(handle, caller, source, step, request) : request.input();
            ObjectNode trigger = json.createObjectNode()
                    .put("type", TRIGGER)
                    .put("workflow", source.workflow().id().toString())
                    .put("step", step);
            if (request.fromRun() != null) {
                trigger.put("run", request.fromRun().toString());
            }
            runs.insert(
                    handle,
                    new RunRequest(
                            id,
                            WorkScope.of(caller.organization()),
                            null,
                            null,
                            alone(source.compiled().plan(), planned, input),
                            json.createObjectNode().set(GIVEN, input),
                            json.createObjectNode(),
                            trigger,
                            caller.subject(),
                            null));
            audit.record(handle, caller, "run.created", "run", id.toString(), trigger);
            return null;
        });
        runs.handOver(caller.organization(), id);
        return runs.get(caller, id);
    }

    private JsonNode recorded(
            Handle handle, Caller caller, WorkflowService.Source source, String step, TestStep request) {
        RunId from = request.fromRun();
        if (from == null) {
            throw new IllegalStateException("either an input or a run is named");
        }
        Run run = runs.ended(handle, caller, from).run();
        if (!source.workflow().id().value().equals(run.workflow())) {
            throw ProblemException.invalid("/fromRun", "is not a run of this workflow");
        }
        StepState state = run.state().steps().stream()
                .filter(each -> each.id().equals(step))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("/fromRun", "has no step '" + step + "'"));
        CallState call = call(state, request.item());
        if (call == null || call.input() == null) {
            throw ProblemException.invalid("/fromRun", "has no recorded input of the step");
        }
        return call.input();
    }

    private static @Nullable CallState call(StepState state, @Nullable Integer item) {
        List<CallState> items = state.items();
        if (items == null) {
            return state.call();
        }
        if (item == null || item >= items.size()) {
            throw ProblemException.invalid("/item", "must name one of the step's " + items.size() + " items");
        }
        return items.get(item);
    }

    /** The input goes in as data: expressions in it stay text. */
    private Plan alone(Plan plan, PlannedStep step, JsonNode input) {
        PlannedCall call = step.call();
        String host = call.host();
        if (host != null && Template.isTemplate(host)) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The step's host depends on other steps: it cannot be tried alone");
        }
        ObjectNode with = json.createObjectNode();
        input.fieldNames()
                .forEachRemaining(name -> with.put(
                        name,
                        "${{ inputs." + GIVEN + "[" + json.getNodeFactory().textNode(name) + "] }}"));
        PlannedCall given = new PlannedCall(
                call.agent(),
                call.capability(),
                call.effect(),
                call.placement(),
                call.brief(),
                call.timeLimit(),
                call.retry(),
                with,
                host);
        PlannedStep only = new PlannedStep(step.id(), List.of(), null, given, null, null, false, List.of(), null, null);
        return new Plan(
                Plan.FORMAT, plan.name(), null, plan.timeout(), false, false, List.of(only), json.createObjectNode());
    }
}
