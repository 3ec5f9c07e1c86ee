package io.automationhub.hub.features.runs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a query for runs, from these texts only; values are bound. Written out for each query, as a plan for
 * all filters at once would use none of the indexes.
 */
final class RunConditions {

    private final List<String> conditions = new ArrayList<>();

    private RunConditions() {}

    /** What follows the condition on the organization, each part with its {@code and}. */
    static String of(RunFilter filter, RunSort sort, @Nullable RunPosition beyond) {
        RunConditions made = new RunConditions();
        made.where(filter.workflow(), "workflow_id = :filter.workflow");
        if (filter.status().size() == 1) {
            made.conditions.add("status = :filter.statuses");
        } else if (!filter.status().isEmpty()) {
            made.conditions.add("status = any(string_to_array(:filter.statuses, ','))");
        }
        made.where(filter.from(), "created_at >= :filter.from and id >= :filter.fromId");
        made.where(filter.to(), "created_at < :filter.to and id < :filter.toId");
        made.where(filter.trigger(), "trigger_type = :filter.trigger");
        made.where(filter.triggerId(), "trigger_id = :filter.triggerId");
        made.where(filter.requestedBy(), "requested_by = :filter.requestedBy");
        made.where(filter.retryOf(), "retry_of = :filter.retryOf");
        made.where(filter.error(), "error_code = :filter.error");
        made.where(filter.failedStep(), "failed_step = :filter.failedStep");
        made.where(filter.q(), """
                id in (select run_id from run_texts
                       where numnode(websearch_to_tsquery('simple', :filter.q)) > 0
                           and words @@ (websearch_to_tsquery('simple', :filter.q)
                               && cast('o' || replace(cast(:organization as text), '-', '') as tsquery)))""");
        if (filter.ended() != null) {
            made.conditions.add(filter.ended() ? "ended_at is not null" : "ended_at is null");
        }
        if (filter.unretried()) {
            made.conditions.add("""
                    not exists (select from runs again
                                where again.organization_id = :organization and again.retry_of = runs.id)""");
        }
        if (sort.byDuration()) {
            made.conditions.add("duration_ms is not null");
        }
        made.where(beyond, sort.beyond());
        StringBuilder text = new StringBuilder();
        made.conditions.forEach(condition -> text.append(" and ").append(condition));
        return text.toString();
    }

    private void where(@Nullable Object value, String condition) {
        if (value != null) {
            conditions.add(condition);
        }
    }
}
