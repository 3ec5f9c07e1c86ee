package io.automationhub.hub.features.runs;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Looks for runs. */
public final class RunQueryService {

    private final Transactions transactions;
    private final BiFunction<Caller, String, UUID> workflowIds;
    private final RunMapper mapper;

    /** @param workflowIds finds a workflow's id by its id or slug, as the caller sees it */
    public RunQueryService(Transactions transactions, BiFunction<Caller, String, UUID> workflowIds, RunMapper mapper) {
        this.transactions = transactions;
        this.workflowIds = workflowIds;
        this.mapper = mapper;
    }

    /**
     * The filter a selection stands for.
     *
     * @param pointer JSON Pointer of the selection in the request
     * @throws ProblemException {@code not_found} for a workflow that is not there
     */
    public RunFilter filter(Caller caller, RunSelection selection, String pointer) {
        if (selection.from() != null
                && selection.to() != null
                && !selection.from().isBefore(selection.to())) {
            throw ProblemException.invalid(pointer + "/to", "must come after 'from'");
        }
        String workflow = selection.workflow();
        return selection.filter(workflow == null ? null : workflowIds.apply(caller, workflow));
    }

    /** Runs beyond a position, in order. */
    List<RunSummary> list(Caller caller, RunFilter filter, RunSort sort, @Nullable RunPosition beyond, int limit) {
        if (!caller.projects().isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "These credentials are restricted to projects; list their deployments");
        }
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle
                        .attach(RunQueryDao.class)
                        .page(
                                caller.organization().value(),
                                RunConditions.of(filter, sort, beyond),
                                sort.order(),
                                filter,
                                beyond == null ? RunPosition.NONE : beyond,
                                limit)
                        .stream()
                        .map(mapper::toSummary)
                        .toList());
    }
}
