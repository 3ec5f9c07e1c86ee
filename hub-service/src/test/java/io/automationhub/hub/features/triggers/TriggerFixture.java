package io.automationhub.hub.features.triggers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.agents.AgentCatalog;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.runs.CallbackUrls;
import io.automationhub.hub.features.runs.RunMapper;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.features.triggers.schedule.ScheduleRunner;
import io.automationhub.hub.features.workflows.WorkflowService;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.flow.FlowAgent;
import io.automationhub.workflows.ids.OrganizationId;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The feature on a real database, with runs that are taken and not executed. */
public final class TriggerFixture implements AutoCloseable {

    private static final OpenApiContract CONTRACT = OpenApiContract.load();

    private final Clock clock;

    public final ObjectMapper json = Json.mapper();
    public final Caller caller;
    public final RecordingStarter starter = new RecordingStarter();
    public final Transactions transactions;
    public final PostgresSignals signals;
    public final EventService events;
    public final Envelope envelope;
    public final TriggerSecrets secrets;
    public final Masker masker = new Masker(organization -> List.of());
    public final WorkflowService workflows;
    public final RunService runs;
    public final TriggerService triggers;
    public final TriggerLookup lookup;
    public final FireService fires;
    public final ScheduleRunner runner;

    public TriggerFixture(TestDatabase database, OrganizationId organization, Clock clock) {
        this(database.database(), organization, clock, TestKeys.envelope());
    }

    /** Under a master key that the test knows. */
    TriggerFixture(Database database, OrganizationId organization, Clock clock, Envelope envelope) {
        this.clock = clock;
        this.envelope = envelope;
        transactions = database.transactions();
        caller = new Caller(organization, "test", Set.of("admin"), Set.of());
        signals = new PostgresSignals(database::connect);
        events = new EventService(transactions, signals, json);
        AuditService audit = new AuditService(transactions, envelope, clock);
        DefinitionCompiler compiler = new DefinitionCompiler(new AgentCatalog(List.of(new FlowAgent())));
        workflows = new WorkflowService(transactions, compiler, audit, json, clock);
        runs = new RunService(
                transactions,
                starter,
                audit,
                new RunMapper(json),
                new CallbackUrls(URI.create("http://localhost")),
                clock);
        secrets = new TriggerSecrets(transactions, envelope);
        triggers = new TriggerService(
                transactions,
                workflows,
                secrets,
                document -> CONTRACT.check("CreateTrigger", document),
                audit,
                signals,
                masker,
                json,
                clock,
                URI.create("https://hub.example"));
        lookup = new TriggerLookup(transactions, secrets, masker, json);
        fires = new FireService(transactions, workflows, runs, audit, json, clock);
        runner = new ScheduleRunner(lookup, fires, json, clock);
    }

    /** The same feature in another process. */
    public TriggerFixture on(Database replica) {
        return new TriggerFixture(replica, caller.organization(), clock, envelope);
    }

    /** Publishes a workflow of one step that takes anything as its input. */
    public String workflow(String name) {
        return workflow(name, "{}");
    }

    /** Publishes a workflow of one step with input properties as JSON Schema has them. */
    public String workflow(String name, String properties) {
        String definition = """
                {"name": "%s", "inputs": {"type": "object", "properties": %s},
                 "steps": [{"id": "only", "uses": "flow/transform", "with": {"value": 1}}]}
                """.formatted(name, properties);
        workflows.create(caller, definition);
        workflows.publish(caller, name, null);
        return name;
    }

    /** Makes a trigger of a JSON text. */
    public Trigger trigger(String workflow, String text) {
        try {
            return triggers.create(caller, workflow, json.readValue(text, CreateTrigger.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What a trigger's occasions led to, newest first. */
    public List<Fire> fires(Trigger trigger) {
        return triggers.fires(caller, trigger.id().toString(), null, 200);
    }

    @Override
    public void close() {
        events.close();
        signals.close();
    }
}
