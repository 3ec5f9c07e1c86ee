package io.automationhub.hub.features.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL answers each query for runs from an index, behind the wall between tenants, among 100,000 runs. */
final class RunPlanIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int RUNS = 100_000;
    private static final UUID SOME = UUID.fromString("019c0000-0000-7000-8000-000000000007");
    private static final RunFilter ALL = filter(null, List.of(), null, null, null, null, null, null, null, null);

    private static OrganizationId organization;

    /** Half of them are another tenant's; one in a thousand is the kind that is looked for. */
    @BeforeAll
    static void manyRuns() {
        organization = DATABASE.organization("many");
        OrganizationId other = DATABASE.organization("other");
        DATABASE.superuser().useHandle(handle -> {
            handle.createUpdate("""
                            insert into runs (id, organization_id, workflow_id, name, trigger, request, status, steps, error,
                                handed_over, requested_by, retry_of, created_at, started_at, ended_at)
                            select ('019c' || lpad(to_hex(n), 8, '0') || '70008000000000000000')::uuid,
                                case when n % 2 = 0 then :mine else :other end,
                                case when n % 1000 = 0 then :some::uuid else gen_random_uuid() end,
                                'run', jsonb_build_object('type', case when n % 1000 = 0 then 'schedule' else 'manual' end,
                                    'id', n % 1000), '{}',
                                case when n % 1000 = 0 then 'failed' else 'succeeded' end,
                                case when n % 1000 = 0 then '[{"id": "charge", "status": "failed", "handled": false}]'
                                    else '[]' end::jsonb,
                                case when n % 1000 = 0 then '{"type": "upstream"}'::jsonb end, true,
                                'subject-' || n % 1000,
                                case when n % 1000 = 0 then :some::uuid end, now(), now(), now() + n * interval '1 ms'
                            from generate_series(1, :runs) n""")
                    .bind("mine", organization.value())
                    .bind("other", other.value())
                    .bind("some", SOME)
                    .bind("runs", RUNS)
                    .execute();
            handle.execute("""
                    insert into run_texts (run_id, words)
                    select id, array_to_tsvector(array['o' || replace(organization_id::text, '-', '')])
                        || to_tsvector('simple', requested_by || ' words of many runs') from runs""");
            handle.execute("analyze runs");
            handle.execute("analyze run_texts");
        });
    }

    @Test
    void eachFilterHasItsIndex() {
        String day = "2026-01-01T00:00:00Z";
        assertIndex("runs_by_organization", ALL);
        assertIndex("runs_by_workflow", filter(SOME, List.of(), null, null, null, null, null, null, null, null));
        assertIndex("runs_by_status", filter(null, List.of("failed"), null, null, null, null, null, null, null, null));
        assertIndex("runs_by_trigger", filter(null, List.of(), null, "schedule", null, null, null, null, null, null));
        assertIndex("runs_by_trigger_id", filter(null, List.of(), null, null, "7", null, null, null, null, null));
        assertIndex(
                "runs_by_requester", filter(null, List.of(), null, null, null, "subject-8", null, null, null, null));
        assertIndex("runs_by_retry", filter(null, List.of(), null, null, null, null, SOME, null, null, null));
        assertIndex("runs_by_error", filter(null, List.of(), null, null, null, null, null, "upstream", null, null));
        assertIndex("runs_by_failed_step", filter(null, List.of(), null, null, null, null, null, null, "charge", null));
        assertIndex("runs_by_organization", filter(null, List.of(), day, null, null, null, null, null, null, null));
    }

    @Test
    void aRareWordIsFoundByTheIndexOfWords() {
        assertIndex(
                "run_texts_by_word", filter(null, List.of(), null, null, null, null, null, null, null, "subject-12"));
    }

    @Test
    void eachOrderHasItsIndex() {
        assertThat(plan(ALL, RunSort.OLDEST)).contains("runs_by_organization").doesNotContain("Sort");
        assertThat(plan(ALL, RunSort.LONGEST)).contains("runs_by_duration").doesNotContain("Sort");
        assertThat(plan(ALL, RunSort.SHORTEST)).contains("runs_by_duration").doesNotContain("Sort");
    }

    @Test
    void thePlanOfAQueryWithoutAnIndexIsNoticed() {
        assertThat(explain(text -> text.replace("organization_id = :organization", "true"), ALL, RunSort.LONGEST))
                .as("without the organization no index begins right")
                .contains("Sort");
    }

    private static void assertIndex(String index, RunFilter filter) {
        assertThat(plan(filter, RunSort.NEWEST)).contains(index + " ").doesNotContain("Seq Scan on runs");
    }

    private static String plan(RunFilter filter, RunSort sort) {
        return explain(text -> text.replace("<conditions>", RunConditions.of(filter, sort, null)), filter, sort);
    }

    private static String explain(UnaryOperator<String> edit, RunFilter filter, RunSort sort) {
        String text = edit.apply("""
                explain select id, trigger, status from runs where organization_id = :organization <conditions>
                order by <order> limit 51""").replace("<conditions>", "").replace("<order>", sort.order());
        return DATABASE.transactions().inOrganization(organization, handle -> {
            var query = handle.createQuery(text)
                    .configure(SqlStatements.class, settings -> settings.setUnusedBindingAllowed(true))
                    .bindMethods("filter", filter);
            if (text.contains(":organization")) {
                query.bind("organization", organization.value());
            }
            return String.join("\n", query.mapTo(String.class).list());
        });
    }

    private static RunFilter filter(
            @Nullable UUID workflow,
            List<String> status,
            @Nullable String from,
            @Nullable String trigger,
            @Nullable String triggerId,
            @Nullable String requestedBy,
            @Nullable UUID retryOf,
            @Nullable String error,
            @Nullable String failedStep,
            @Nullable String q) {
        return new RunFilter(
                workflow,
                status,
                from == null ? null : Instant.parse(from),
                null,
                trigger,
                triggerId,
                requestedBy,
                retryOf,
                error,
                failedStep,
                q,
                null,
                false);
    }
}
