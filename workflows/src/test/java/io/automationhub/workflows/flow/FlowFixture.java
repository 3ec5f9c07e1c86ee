package io.automationhub.workflows.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.definition.TestCapabilities;
import io.automationhub.workflows.host.HostActivities;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A worker with the interpreter in Temporal's time-skipping test server, with fake capabilities. */
final class FlowFixture implements AutoCloseable {

    static final OrganizationId ORGANIZATION = OrganizationId.of("018f0000-0000-7000-8000-000000000001");

    private static final String QUEUE = "flow";
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final AtomicInteger RUNS = new AtomicInteger();

    final FakeCapabilities capabilities = new FakeCapabilities();
    final FakeCapabilities onHost = new FakeCapabilities();
    final RecordingRuns runs = new RecordingRuns();
    final FakeWaits waits = new FakeWaits();
    final TestWorkflowEnvironment environment;
    private final String host;

    FlowFixture() {
        this(FlowSettings.DEFAULT);
    }

    FlowFixture(FlowSettings settings) {
        this(settings, FlowDataConverter.plain());
    }

    FlowFixture(FlowSettings settings, DataConverter converter) {
        host = "h" + RUNS.incrementAndGet();
        environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(converter)
                        .build())
                .build());
        Worker worker = environment.newWorker(QUEUE, FlowWorker.options().build());
        FlowWorker.register(worker, environment.getWorkflowClient(), runs, settings);
        worker.registerActivitiesImplementations(capabilities, runs, waits);
        environment
                .newWorker(HostActivities.taskQueue(host), FlowWorker.options().build())
                .registerActivitiesImplementations(onHost);
        environment.start();
    }

    /** Name of the host that has a worker. */
    String host() {
        return host;
    }

    WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    Plan plan(String definition) {
        return new DefinitionCompiler(TestCapabilities.all())
                .compile(definition)
                .orThrow();
    }

    /** Runs a definition to its end. */
    FlowState run(String definition) {
        return run(definition, "{}");
    }

    FlowState run(String definition, String inputs) {
        return await(start(definition, inputs));
    }

    RunId start(String definition, String inputs) {
        return start(plan(definition), inputs);
    }

    RunId start(Plan plan, String inputs) {
        return start(plan, inputs, null);
    }

    RunId start(Plan plan, String inputs, @Nullable FlowCarry carried) {
        RunId run = new RunId(new UUID(0x018f000000007000L, 0x8000000000000000L | RUNS.incrementAndGet()));
        FlowInput input = new FlowInput(
                WorkScope.of(ORGANIZATION),
                run,
                plan,
                json(inputs),
                context(),
                FlowJson.MAPPER.createObjectNode(),
                carried);
        WorkflowClient.start(stub(run)::run, input);
        return run;
    }

    private FlowWorkflow stub(RunId run) {
        return client().newWorkflowStub(
                        FlowWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(QUEUE)
                                .setWorkflowId(FlowWorkflow.workflowId(run))
                                .build());
    }

    FlowWorkflow running(RunId run) {
        return client().newWorkflowStub(FlowWorkflow.class, FlowWorkflow.workflowId(run));
    }

    WorkflowStub untyped(RunId run) {
        return client().newUntypedWorkflowStub(FlowWorkflow.workflowId(run));
    }

    /** Waits for the end; time is skipped meanwhile. */
    FlowState await(RunId run) {
        try {
            RunStatus outcome = outcome(run);
            FlowState state = runs.finished().stream()
                    .filter(record -> record.run().equals(run))
                    .reduce((first, second) -> {
                        throw new AssertionError("recorded twice");
                    })
                    .orElseThrow()
                    .state();
            if (outcome != state.status()) {
                throw new AssertionError("outcome " + outcome + " but recorded " + state.status());
            }
            return state;
        } catch (TimeoutException e) {
            throw new AssertionError("the run does not end: " + running(run).state(), e);
        }
    }

    private RunStatus outcome(RunId run) throws TimeoutException {
        try {
            return untyped(run)
                    .getResult(60, TimeUnit.SECONDS, FlowOutcome.class)
                    .status();
        } catch (WorkflowFailedException e) {
            if (e.getCause() instanceof CanceledFailure) {
                return RunStatus.CANCELED;
            }
            throw e;
        }
    }

    void sleep(Duration duration) {
        environment.sleep(duration);
    }

    private ObjectNode context() {
        return (ObjectNode) json("{ vars: { region: eu, host: " + host + " }, environment: { host: " + host
                + ", name: production }, trigger: { kind: manual } }");
    }

    static JsonNode json(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static StepState step(FlowState state, String id) {
        return state.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static StepStatus status(FlowState state, String id) {
        return step(state, id).status();
    }

    @Override
    public void close() {
        environment.close();
    }
}
