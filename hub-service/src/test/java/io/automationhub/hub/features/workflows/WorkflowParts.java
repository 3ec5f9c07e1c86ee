package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.runs.CallbackUrls;
import io.automationhub.hub.features.runs.RunMapper;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.definition.Capabilities;
import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.flow.FlowAgent;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** The resources of workflows, as the hub puts them together, on a test's database and with nothing that executes. */
final class WorkflowParts {

    final KeptStarter starter = new KeptStarter();
    final WorkflowService workflows;
    private final RunService runs;
    private final AuditService audit;
    private final TestDatabase database;
    private final ObjectMapper json = Json.mapper();

    WorkflowParts(TestDatabase database) {
        this.database = database;
        DefinitionCompiler compiler = new DefinitionCompiler(Capabilities.of(List.of(new FlowAgent().manifest())));
        audit = new AuditService(database.transactions(), TestKeys.envelope(), Clock.systemUTC());
        workflows = new WorkflowService(database.transactions(), compiler, audit, json, Clock.systemUTC());
        runs = new RunService(
                database.transactions(),
                starter,
                audit,
                new RunMapper(json),
                new CallbackUrls(URI.create("http://localhost")),
                Clock.systemUTC());
    }

    List<Object> resources() {
        return List.of(
                new WorkflowResource(
                        workflows,
                        new WorkflowRunService(database.transactions(), workflows, runs, audit, json),
                        runs,
                        new IdPages(new Cursors(new byte[32]))),
                new WorkflowVersionResource(workflows, new WorkflowVersionService(database.transactions(), workflows)),
                new WorkflowTrialResource(
                        new StepTests(database.transactions(), workflows, runs, audit, json),
                        new DryRuns(database.transactions(), workflows, runs)));
    }
}
