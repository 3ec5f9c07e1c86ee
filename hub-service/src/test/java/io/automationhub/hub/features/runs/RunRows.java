package io.automationhub.hub.features.runs;

import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;

/** Rows of runs that are executed nowhere. */
final class RunRows {

    private RunRows() {}

    /** A run that is under way, as far as the database knows. */
    static void insert(TestDatabase database, OrganizationId organization, RunId run) {
        database.superuser()
                .useHandle(handle -> handle.execute(
                        "insert into runs (id, organization_id, name, trigger, request, status, handed_over,"
                                + " requested_by, created_at) values (?, ?, 'deploy', '{}', '{}', 'running', true,"
                                + " 'test', now())",
                        run.value(),
                        organization.value()));
    }
}
