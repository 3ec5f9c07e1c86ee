package io.automationhub.workflows.flow;

import io.automationhub.workflows.definition.ConcurrencyRule;
import io.automationhub.workflows.definition.expression.Expressions;
import io.automationhub.workflows.flow.ConcurrencyWorkflow.Request;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.workflow.Workflow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run's side of its concurrency group. */
final class GroupMember {

    private static final int MAX_GROUP = 300;

    private final RunModel run;
    private final Variables variables;
    private final FlowSettings settings;
    private final ConcurrencyActivities activities =
            Workflow.newLocalActivityStub(ConcurrencyActivities.class, FlowOptions.RECORD);
    private @Nullable String group;

    GroupMember(RunModel run, Variables variables, FlowSettings settings) {
        this.run = run;
        this.variables = variables;
        this.settings = settings;
    }

    /**
     * Waits for the run's place, if it needs one.
     *
     * @param refusal the group's refusal, or null
     */
    void await(Supplier<@Nullable String> refusal) {
        ConcurrencyRule rule = run.input.plan().concurrency();
        if (rule == null) {
            return;
        }
        String name = Expressions.render(rule.group(), variables.ofRun());
        if (name.isBlank() || name.length() > MAX_GROUP) {
            run.stop(
                    FlowCarry.Stopped.Kind.FAIL_FAST,
                    Failures.problem(
                            ProblemType.INVALID, "The concurrency group has 1 to " + MAX_GROUP + " characters"));
            return;
        }
        String id = ConcurrencyWorkflow.workflowId(run.input.scope().organization(), name);
        group = id;
        String self = Workflow.getInfo().getWorkflowId();
        while (!run.granted && refusal.get() == null && !run.isStopping()) {
            activities.request(
                    id, Workflow.getInfo().getTaskQueue(), new Request(self, rule.limit(), rule.onConflict()));
            Pauses.until(settings.askAgain(), () -> run.granted || refusal.get() != null || run.isStopping());
            if (Workflow.getInfo().getHistoryLength() > settings.cutAt()) {
                return;
            }
        }
    }

    /** Whether the run may begin. */
    boolean isAdmitted() {
        return run.granted || run.input.plan().concurrency() == null;
    }

    /** Gives the place back, or stops waiting for one. */
    void leave() {
        if (group != null) {
            activities.release(group, Workflow.getInfo().getWorkflowId());
        }
    }
}
