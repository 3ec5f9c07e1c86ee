package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.definition.RunInputs;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import java.util.List;

/** Tells what a definition would do with what is recorded of a run. Changes nothing. */
public final class DryRuns {

    private final Transactions transactions;
    private final WorkflowService workflows;
    private final RunService runs;

    public DryRuns(Transactions transactions, WorkflowService workflows, RunService runs) {
        this.transactions = transactions;
        this.workflows = workflows;
        this.runs = runs;
    }

    /**
     * The forecast.
     *
     * @throws ProblemException {@code conflict} while the run goes on; {@code invalid} for a run of another workflow, and
     *     where its inputs do not fit the definition
     */
    public Forecast forecast(Caller caller, String workflow, DryRunRequest request) {
        return transactions.inOrganization(caller.organization(), handle -> {
            WorkflowService.Source source = workflows.source(handle, workflow, request.version());
            RunService.Ended ended = runs.ended(handle, caller, request.run());
            if (!source.workflow().id().value().equals(ended.run().workflow())) {
                throw ProblemException.invalid("/run", "is not a run of this workflow");
            }
            CompiledWorkflow compiled = source.compiled();
            return DryRun.of(
                    compiled.plan(),
                    inputs(compiled, ended),
                    ended.input(),
                    ended.run().state());
        });
    }

    private static JsonNode inputs(CompiledWorkflow compiled, RunService.Ended ended) {
        try {
            return RunInputs.complete(compiled.inputs(), ended.input().inputs());
        } catch (ProblemException e) {
            List<FieldError> ofRun = e.errors().stream()
                    .map(error -> new FieldError("/run", "Its input " + error.pointer() + ": " + error.detail()))
                    .toList();
            throw new ProblemException(e.type(), e.detail(), ofRun);
        }
    }
}
