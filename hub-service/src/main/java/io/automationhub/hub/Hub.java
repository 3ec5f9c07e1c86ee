package io.automationhub.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.edge.EdgeSettings;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.agents.analytics.AnalyticsAgent;
import io.automationhub.agents.apigateway.ApiGatewayAgent;
import io.automationhub.agents.datatransform.DataTransformAgent;
import io.automationhub.agents.event.EventAgent;
import io.automationhub.agents.release.ReleaseAgent;
import io.automationhub.agents.report.ReportAgent;
import io.automationhub.agents.validator.ValidatorAgent;
import io.automationhub.hub.features.agents.AgentCatalog;
import io.automationhub.hub.features.agents.AgentResource;
import io.automationhub.hub.features.agents.AgentService;
import io.automationhub.hub.features.apis.ApiResource;
import io.automationhub.hub.features.apis.ApiService;
import io.automationhub.hub.features.apis.StoredApis;
import io.automationhub.hub.features.audit.AuditResource;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.audit.AuditVerifier;
import io.automationhub.hub.features.deployments.DeploymentLedger;
import io.automationhub.hub.features.deployments.DeploymentProjection;
import io.automationhub.hub.features.deployments.DeploymentResource;
import io.automationhub.hub.features.deployments.DeploymentService;
import io.automationhub.hub.features.deployments.FailureReporter;
import io.automationhub.hub.features.deployments.Pipelines;
import io.automationhub.hub.features.deployments.ProjectDeploymentResource;
import io.automationhub.hub.features.deployments.RestartResource;
import io.automationhub.hub.features.deployments.RollbackResource;
import io.automationhub.hub.features.deployments.SnapshotMaker;
import io.automationhub.hub.features.deployments.StartResource;
import io.automationhub.hub.features.deployments.StopResource;
import io.automationhub.hub.features.events.ConsumerSettings;
import io.automationhub.hub.features.events.EventBus;
import io.automationhub.hub.features.events.EventResource;
import io.automationhub.hub.features.events.EventRetention;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.features.events.TopicPattern;
import io.automationhub.hub.features.hosts.InstanceResource;
import io.automationhub.hub.features.hosts.LocalHost;
import io.automationhub.hub.features.identity.ApiKeyAuthenticator;
import io.automationhub.hub.features.identity.ApiKeyCache;
import io.automationhub.hub.features.identity.ApiKeyResource;
import io.automationhub.hub.features.identity.ApiKeyService;
import io.automationhub.hub.features.identity.BootstrapKey;
import io.automationhub.hub.features.identity.KeyUse;
import io.automationhub.hub.features.identity.MeResource;
import io.automationhub.hub.features.logs.LogLine;
import io.automationhub.hub.features.logs.LogRetention;
import io.automationhub.hub.features.logs.LogService;
import io.automationhub.hub.features.logs.LogSettings;
import io.automationhub.hub.features.logs.LogStore;
import io.automationhub.hub.features.projects.EnvironmentResource;
import io.automationhub.hub.features.projects.EnvironmentService;
import io.automationhub.hub.features.projects.ProjectEnvironmentResource;
import io.automationhub.hub.features.projects.ProjectResource;
import io.automationhub.hub.features.projects.ProjectService;
import io.automationhub.hub.features.projects.SettingsPatch;
import io.automationhub.hub.features.releases.ReleaseResource;
import io.automationhub.hub.features.releases.ReleaseService;
import io.automationhub.hub.features.runs.CallbackUrls;
import io.automationhub.hub.features.runs.RunBulkService;
import io.automationhub.hub.features.runs.RunChanges;
import io.automationhub.hub.features.runs.RunInsightResource;
import io.automationhub.hub.features.runs.RunInsightService;
import io.automationhub.hub.features.runs.RunLogResponder;
import io.automationhub.hub.features.runs.RunMapper;
import io.automationhub.hub.features.runs.RunProjection;
import io.automationhub.hub.features.runs.RunQueryResource;
import io.automationhub.hub.features.runs.RunQueryService;
import io.automationhub.hub.features.runs.RunRecorder;
import io.automationhub.hub.features.runs.RunResource;
import io.automationhub.hub.features.runs.RunRetention;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.features.runs.RunStepResource;
import io.automationhub.hub.features.runs.RunStepService;
import io.automationhub.hub.features.runs.RunSweeper;
import io.automationhub.hub.features.runs.StoredRunStatistics;
import io.automationhub.hub.features.runs.TemporalRunStarter;
import io.automationhub.hub.features.secrets.KeyRotation;
import io.automationhub.hub.features.secrets.ScopePurge;
import io.automationhub.hub.features.secrets.ScopeReader;
import io.automationhub.hub.features.secrets.SecretResource;
import io.automationhub.hub.features.secrets.SecretService;
import io.automationhub.hub.features.secrets.StoredSecretResolver;
import io.automationhub.hub.features.secrets.StoredSecrets;
import io.automationhub.hub.features.secrets.VariableResource;
import io.automationhub.hub.features.secrets.VariableService;
import io.automationhub.hub.features.triggers.FireRetention;
import io.automationhub.hub.features.triggers.FireService;
import io.automationhub.hub.features.triggers.TriggerLookup;
import io.automationhub.hub.features.triggers.TriggerResource;
import io.automationhub.hub.features.triggers.TriggerSecrets;
import io.automationhub.hub.features.triggers.TriggerService;
import io.automationhub.hub.features.triggers.WorkflowTriggerResource;
import io.automationhub.hub.features.triggers.event.EventTriggers;
import io.automationhub.hub.features.triggers.schedule.ScheduleRunner;
import io.automationhub.hub.features.triggers.schedule.Schedules;
import io.automationhub.hub.features.triggers.webhook.HookResource;
import io.automationhub.hub.features.triggers.webhook.HookService;
import io.automationhub.hub.features.waits.ApprovalResource;
import io.automationhub.hub.features.waits.ApprovalService;
import io.automationhub.hub.features.waits.CallbackResource;
import io.automationhub.hub.features.waits.CallbackService;
import io.automationhub.hub.features.waits.EventWaits;
import io.automationhub.hub.features.waits.WaitBook;
import io.automationhub.hub.features.waits.WaitCloser;
import io.automationhub.hub.features.waits.WaitSweeper;
import io.automationhub.hub.features.waits.WaitTeller;
import io.automationhub.hub.features.workflows.CapabilityInvocations;
import io.automationhub.hub.features.workflows.DryRuns;
import io.automationhub.hub.features.workflows.StepTests;
import io.automationhub.hub.features.workflows.WorkflowResource;
import io.automationhub.hub.features.workflows.WorkflowRunService;
import io.automationhub.hub.features.workflows.WorkflowService;
import io.automationhub.hub.features.workflows.WorkflowTrialResource;
import io.automationhub.hub.features.workflows.WorkflowVersionResource;
import io.automationhub.hub.features.workflows.WorkflowVersionService;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.DatabaseSettings;
import io.automationhub.hub.platform.database.Migrations;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.embedded.Infrastructure;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.hub.platform.realtime.SocketResponder;
import io.automationhub.hub.platform.realtime.SseResponder;
import io.automationhub.hub.platform.realtime.StreamLimits;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.hub.platform.security.MasterKeys;
import io.automationhub.hub.platform.settings.HubSettings;
import io.automationhub.hub.platform.settings.Role;
import io.automationhub.hub.platform.telemetry.Metrics;
import io.automationhub.hub.platform.temporal.CapabilityRunner;
import io.automationhub.hub.platform.temporal.HeldTasks;
import io.automationhub.hub.platform.temporal.Keepalive;
import io.automationhub.hub.platform.temporal.LargeValueStore;
import io.automationhub.hub.platform.temporal.StepJournal;
import io.automationhub.hub.platform.temporal.TemporalConnection;
import io.automationhub.hub.platform.temporal.Workers;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.platform.web.IdPages;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import io.automationhub.hub.platform.web.docs.DocsResource;
import io.automationhub.hub.platform.web.docs.MetricsResource;
import io.automationhub.hub.platform.web.health.HealthResource;
import io.automationhub.hub.platform.web.idempotency.PostgresIdempotencyStore;
import io.automationhub.hub.platform.web.server.WebModule;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.flow.FlowAgent;
import io.automationhub.workflows.flow.FlowDataConverter;
import io.dropwizard.core.setup.Environment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The hub, put together: what it stands on, what it knows, what it does, and who may ask. Read it from the top. */
final class Hub {

    private static final int STREAMS_PER_CALLER = 100;
    private static final int STREAMS = 2_000;
    private static final Duration RUNS_KEPT = Duration.ofDays(90);
    private static final Duration LOGS_KEPT = Duration.ofDays(30);
    private static final long INSTANCE_LOG_BYTES = 64L << 20;
    private static final Duration EVENTS_KEPT = Duration.ofDays(7);
    private static final Duration FIRES_KEPT = Duration.ofDays(30);

    private Hub() {}

    /**
     * Puts the hub into Dropwizard's environment; it answers when the server has started.
     *
     * @param decorator what every built-in agent is passed through
     */
    static void assemble(HubConfiguration configuration, Environment environment, UnaryOperator<Agent> decorator)
            throws Exception {
        Resources open = new Resources();
        environment.lifecycle().manage(open);
        try {
            assemble(configuration, environment, decorator, open);
        } catch (Exception e) {
            open.close();
            throw e;
        }
    }

    private static void assemble(
            HubConfiguration configuration, Environment environment, UnaryOperator<Agent> decorator, Resources open)
            throws Exception {
        HubSettings settings = configuration.settings();
        Metrics metrics = configuration.metrics();
        Clock clock = Clock.systemUTC();
        ObjectMapper json = environment.getObjectMapper();
        Path data = settings.dataDir();

        // What it stands on. Temporal comes up beside everything that does not need it.
        Infrastructure infrastructure = open.add(Infrastructure.start(settings, configuration.environment()));
        DatabaseSettings databaseSettings = Derived.database(infrastructure.database());
        Migrations.run(databaseSettings);
        Database database = open.add(Database.open(databaseSettings, json));
        Transactions transactions = database.transactions();
        Signals signals = open.add(Derived.signals(settings, database));
        OpenApiContract contract = OpenApiContract.load();

        // Keys, secrets, and who changed what.
        MasterKeys masterKeys = Derived.masterKeys(settings);
        Envelope envelope = new Envelope(masterKeys);
        AuditService audit = new AuditService(transactions, envelope, clock);
        TriggerSecrets hookSecrets = new TriggerSecrets(transactions, envelope);
        new KeyRotation(transactions, envelope, audit, List.of(hookSecrets)).check();
        Derived.adminKey(settings, new BootstrapKey(transactions, audit, clock)).ifPresent(Announcement::firstKey);
        ApiKeyCache keys = new ApiKeyCache(transactions);
        KeyUse keyUse = new KeyUse(transactions);
        ApiKeyAuthenticator authenticator = new ApiKeyAuthenticator(
                keys, keyUse, clock, settings.security().adminKey().orElse(null));
        Masker masker = new Masker(new StoredSecrets(transactions, envelope, clock));

        // Logs and events.
        LogStore logStore = open.add(new LogStore(
                LogSettings.standard(), transactions, signals, data.resolve("logs-spool"), Derived.masks(masker)));
        LogService logs = open.add(new LogService(transactions, signals, json));
        EventService events = open.add(new EventService(transactions, signals, json));
        EventBus bus = open.add(new EventBus(transactions, signals, json, ConsumerSettings.standard()));
        StreamLimits streams = new StreamLimits(STREAMS_PER_CALLER, STREAMS);
        SseResponder sse = new SseResponder(streams);
        SocketResponder sockets = new SocketResponder(streams, Derived.origins(settings));

        // Projects, environments, releases.
        SettingsPatch patches = new SettingsPatch(contract::check, json);
        ScopePurge purge = new ScopePurge();
        EnvironmentService environments =
                new EnvironmentService(transactions, audit, events, purge, patches, json, clock, settings.appsDomain());
        ProjectService projects =
                new ProjectService(transactions, environments, audit, events, purge, patches, json, clock);
        ReleaseService releases = new ReleaseService(transactions, json, clock);
        ScopeReader scopes = new ScopeReader(new ProjectScopes(projects, environments));
        SecretService secrets = new SecretService(transactions, scopes, envelope, masker, audit, clock);
        VariableService variables = new VariableService(transactions, scopes, audit, clock);
        DeploymentLedger ledger = new DeploymentLedger(
                transactions,
                projects,
                environments,
                releases,
                new SnapshotMaker(new StoredConfiguration(variables, secrets)),
                events,
                json);

        // This machine as a host, and everything that can be used in a workflow.
        AddressPolicy addresses = Derived.addresses(settings);
        Engine engine = Engine.of(Derived.engine(infrastructure));
        LocalHost host = open.add(new LocalHost(
                engine,
                new Edge(EdgeSettings.of(
                        data.resolve("edge"), settings.edgeBind().toString(), "haproxy")),
                data.resolve("work"),
                settings.sources().buildNetwork(),
                addresses,
                Derived.sources(settings, addresses),
                logStore,
                (organization, stream) ->
                        logs.tail(organization, stream, 1).stream().findFirst().map(LogLine::time),
                clock));
        ApiService apis = new ApiService(transactions, audit, patches, json, clock);
        StoredApis storedApis = new StoredApis(transactions, apis, clock);
        List<Agent> agents = Stream.of(
                        host.agents().stream(),
                        Stream.of(
                                new ReleaseAgent(ledger),
                                new FlowAgent(),
                                new EventAgent(Derived.publisher(events)),
                                new ApiGatewayAgent(open.add(new OutgoingHttp(addresses)), storedApis, clock),
                                new ValidatorAgent(),
                                new DataTransformAgent(),
                                new AnalyticsAgent(new StoredRunStatistics(transactions), clock),
                                new ReportAgent()),
                        Derived.moreAgents())
                .flatMap(each -> each)
                .map(decorator)
                .toList();
        AgentCatalog catalog = new AgentCatalog(agents);
        DefinitionCompiler compiler = new DefinitionCompiler(catalog);

        // Runs, workflows, deployments.
        TemporalConnection temporal = open.add(TemporalConnection.to(
                infrastructure.temporalTarget(),
                settings.temporalNamespace(),
                FlowDataConverter.create(new LargeValueStore(transactions)),
                new HeldTasks(data.resolve("run/tasks"))));
        RunService runs = new RunService(
                transactions,
                new TemporalRunStarter(temporal.client(), Workers.HUB_QUEUE),
                audit,
                new RunMapper(json),
                new CallbackUrls(settings.http().publicUrl()),
                clock);
        WorkflowService workflows = new WorkflowService(transactions, compiler, audit, json, clock);
        WorkflowRunService workflowRuns = new WorkflowRunService(transactions, workflows, runs, audit, json);
        WaitTeller waitTeller = new WaitTeller(transactions, runs, json, clock);
        TriggerLookup triggerLookup = new TriggerLookup(transactions, hookSecrets, masker, json);
        FireService fires = new FireService(transactions, workflows, runs, audit, json, clock);
        Pipelines pipelines = new Pipelines(compiler);
        DeploymentService deployments = new DeploymentService(
                transactions, projects, environments, releases, runs, pipelines, audit, events, json, clock);
        FailureReporter failures = new FailureReporter(
                (organization, run, step, lines) -> logs.tail(organization, LogStream.ofStep(run, step), lines).stream()
                        .map(LogLine::text)
                        .toList(),
                releases,
                environments,
                json);
        RunChanges changes = open.add(new RunChanges(transactions, events, json));
        RunProjection projection = new RunProjection(
                transactions,
                events,
                List.of(new DeploymentProjection(failures, events, json), new RunRecorder(json), new WaitCloser(clock)),
                changes,
                logStore,
                json);

        PostgresIdempotencyStore idempotency = new PostgresIdempotencyStore(transactions, json);

        // What this process does of it.
        if (settings.roles().contains(Role.WORKER)) {
            CapabilityRunner runner = new CapabilityRunner(
                    agents,
                    new StepJournal(transactions, json, clock),
                    logStore,
                    new StoredSecretResolver(transactions, envelope, masker),
                    open.add(new Keepalive()));
            WaitBook waits = new WaitBook(transactions, runs, workflowRuns, events, json, clock);
            Workers workers = open.add(new Workers(temporal.client(), runner, projection, waits, changes));
            environment.lifecycle().manage(new Started(temporal::giveBackLostTasks));
            environment.lifecycle().manage(new Started(changes::start));
            environment.lifecycle().manage(new Started(workers::start));
            environment.lifecycle().manage(new Started(host::start));
        }
        Periodic periodic = open.add(new Periodic());
        if (settings.roles().contains(Role.SCHEDULER)) {
            EventWaits eventWaits = new EventWaits(transactions, runs, waitTeller, json);
            bus.subscribe(TopicPattern.ALL, EventWaits.CONSUMER, eventWaits);
            periodic.every(Duration.ofSeconds(5), new RunSweeper(transactions, runs, clock));
            periodic.every(Duration.ofSeconds(5), new WaitSweeper(transactions, waitTeller, events, json, clock));
            periodic.every(Duration.ofMinutes(10), new LogRetention(transactions, LOGS_KEPT, INSTANCE_LOG_BYTES)::run);
            periodic.every(
                    Duration.ofMinutes(10), new RunRetention(transactions, RUNS_KEPT, workflows::ruled, clock)::run);
            periodic.every(Duration.ofMinutes(10), new EventRetention(transactions, EVENTS_KEPT)::run);
            periodic.every(Duration.ofMinutes(10), idempotency::removeExpired);
            periodic.every(Duration.ofMinutes(10), storedApis::forgetOld);
            Schedules schedules = open.add(new Schedules(
                    database, signals, triggerLookup, new ScheduleRunner(triggerLookup, fires, json, clock)));
            environment.lifecycle().manage(new Started(schedules::start));
            periodic.every(Duration.ofSeconds(30), schedules::compare);
            EventTriggers eventTriggers = new EventTriggers(triggerLookup, fires, runs, json);
            environment
                    .lifecycle()
                    .manage(new Started(() -> bus.subscribe(TopicPattern.ALL, EventTriggers.CONSUMER, eventTriggers)));
            periodic.every(Duration.ofMinutes(10), new FireRetention(transactions, clock, FIRES_KEPT)::run);
        }
        periodic.every(Duration.ofSeconds(30), keyUse::flush);
        open.add(keyUse::flush);

        // Who may ask.
        if (settings.roles().contains(Role.API)) {
            Cursors cursors = new Cursors(masterKeys.derive("cursors"));
            IdPages pages = new IdPages(cursors);
            ApiKeyService apiKeys = new ApiKeyService(transactions, keys, audit, clock);
            RunLogResponder runLogs = new RunLogResponder(logs, sse);
            ApprovalService approvals = new ApprovalService(transactions, runs, waitTeller, audit, events, json, clock);
            RunQueryService runQueries = new RunQueryService(
                    transactions,
                    (caller, name) -> workflows.get(caller, name).id().value(),
                    new RunMapper(json));
            TriggerService triggers = new TriggerService(
                    transactions,
                    workflows,
                    hookSecrets,
                    document -> contract.check("CreateTrigger", document),
                    audit,
                    signals,
                    masker,
                    json,
                    clock,
                    settings.http().publicUrl());
            List<Object> resources = List.of(
                    new HealthResource(
                            ReadinessChecks.register(environment.healthChecks(), database, temporal, engine)),
                    new DocsResource(contract),
                    new MetricsResource(metrics),
                    new ApiKeyResource(apiKeys, cursors),
                    new MeResource(apiKeys),
                    new AuditResource(audit, new AuditVerifier(transactions, envelope), cursors),
                    new SecretResource(secrets, cursors),
                    new VariableResource(variables, cursors),
                    new ProjectResource(projects, pages),
                    new EnvironmentResource(environments),
                    new ProjectEnvironmentResource(projects, environments, pages),
                    new ReleaseResource(environments, releases, pages),
                    new DeploymentResource(deployments, runs, runLogs, pages),
                    new ProjectDeploymentResource(deployments),
                    new RollbackResource(deployments),
                    new StartResource(deployments),
                    new StopResource(deployments),
                    new RestartResource(deployments),
                    new InstanceResource(environments, host),
                    new AgentResource(new AgentService(
                            catalog, new CapabilityInvocations(transactions, compiler, runs, audit, json))),
                    new ApiResource(apis, storedApis, pages),
                    new WorkflowResource(workflows, workflowRuns, runs, pages),
                    new WorkflowVersionResource(workflows, new WorkflowVersionService(transactions, workflows)),
                    new WorkflowTrialResource(
                            new StepTests(transactions, workflows, runs, audit, json),
                            new DryRuns(transactions, workflows, runs)),
                    new RunResource(runs, workflowRuns, approvals, runLogs),
                    new RunQueryResource(
                            runQueries, new RunBulkService(runQueries, runs, workflowRuns, System::nanoTime), cursors),
                    new RunStepResource(new RunStepService(transactions, runs, json), pages),
                    new RunInsightResource(new RunInsightService(transactions, runs)),
                    new ApprovalResource(approvals, pages),
                    new CallbackResource(new CallbackService(transactions, runs, waitTeller, json, clock)),
                    new WorkflowTriggerResource(triggers, pages),
                    new TriggerResource(triggers, pages),
                    new HookResource(new HookService(triggerLookup, fires, runs, json, clock)),
                    new EventResource(events, bus, sse, sockets));
            WebModule module = new WebModule(
                    contract,
                    Derived.access(settings, authenticator),
                    Derived.budgets(settings, metrics, open),
                    idempotency,
                    json);
            module.install(environment.jersey(), resources);
        }
        boolean trial = infrastructure.isTrial();
        environment.lifecycle().addServerLifecycleListener(server -> {
            Announcement.ready(settings, trial);
            // Half a second of work that the start need not wait for.
            Thread.ofVirtual().name("pipelines").start(pipelines::compileAll);
        });
    }
}
