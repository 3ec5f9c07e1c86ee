package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.agents.Invocation;
import io.automationhub.hub.features.agents.Invocations;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.runs.Run;
import io.automationhub.hub.features.runs.RunRequest;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.definition.Capabilities;
import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.definition.DefinitionParser;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An invocation over the API is a run of one step, with all that runs have. */
public final class CapabilityInvocations implements Invocations {

    private static final String STEP = "invoke";

    private final Transactions transactions;
    private final DefinitionCompiler compiler;
    private final RunService runs;
    private final AuditService audit;
    private final ObjectMapper json;

    public CapabilityInvocations(
            Transactions transactions,
            DefinitionCompiler compiler,
            RunService runs,
            AuditService audit,
            ObjectMapper json) {
        this.transactions = transactions;
        this.compiler = compiler;
        this.runs = runs;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public Invocation start(Caller caller, Capabilities.Resolved capability, JsonNode input, Duration wait) {
        if (!caller.projects().isEmpty()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "These credentials are restricted to projects");
        }
        RunId id = new RunId(Ids.next());
        String uses = capability.agent() + "/" + capability.manifest().name();
        RunRequest request = new RunRequest(
                id,
                WorkScope.of(caller.organization()),
                null,
                null,
                plan(uses, input),
                json.createObjectNode().set("given", input),
                json.createObjectNode(),
                json.createObjectNode().put("type", "invocation").put("uses", uses),
                caller.subject(),
                null);
        transactions.inOrganization(caller.organization(), handle -> {
            runs.insert(handle, request);
            audit.record(handle, caller, "run.created", "run", id.toString(), request.trigger());
            return null;
        });
        runs.handOver(caller.organization(), id);
        Run run = wait.isZero() ? runs.get(caller, id) : runs.await(caller, id, wait);
        return invocation(run);
    }

    /** The input goes in as data: expressions in it stay text. */
    private Plan plan(String uses, JsonNode input) {
        ObjectNode with = json.createObjectNode();
        input.fieldNames()
                .forEachRemaining(name -> with.put(
                        name, "${{ inputs.given[" + json.getNodeFactory().textNode(name) + "] }}"));
        ObjectNode definition = json.createObjectNode().put("name", uses.replace('/', '-'));
        ObjectNode step = definition.putArray("steps").addObject();
        step.put("id", STEP).put("uses", uses).set("with", with);
        return compiler.compile(DefinitionParser.parse(definition)).orThrow();
    }

    private static Invocation invocation(Run run) {
        return new Invocation(
                run.id(),
                Invocation.Status.valueOf(run.state().status().name().toLowerCase(Locale.ROOT)),
                run.state().steps().stream()
                        .filter(step -> step.id().equals(STEP))
                        .findFirst()
                        .map(StepState::output)
                        .orElse(null),
                failure(run.state().error()));
    }

    private static Invocation.@Nullable Failure failure(@Nullable Problem error) {
        return error == null ? null : new Invocation.Failure(error.type(), error.detail());
    }
}
