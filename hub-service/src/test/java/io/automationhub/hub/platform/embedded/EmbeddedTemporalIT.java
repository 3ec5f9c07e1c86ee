package io.automationhub.hub.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedTemporalIT {

    private static final TemporalBinaries BINARIES =
            TemporalBinaries.locate(System.getenv()).orElseThrow();

    private Path dataDir = Path.of("");

    @BeforeEach
    void makeFolder() throws Exception {
        dataDir = EmbeddedFolders.fresh("temporal ");
    }

    @AfterEach
    void removeFolder() throws Exception {
        PostgresBinaries.deleteTree(dataDir);
    }

    /** Waits for a timer, so that it spans a crash of the server. */
    @WorkflowInterface
    public interface Sleeper {
        @WorkflowMethod
        String sleep(int millis);
    }

    public static final class SleeperImpl implements Sleeper {
        @Override
        public String sleep(int millis) {
            Workflow.sleep(Duration.ofMillis(millis));
            return "awake";
        }
    }

    private static WorkflowServiceStubs connect(EmbeddedTemporal temporal) {
        return WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporal.target())
                .build());
    }

    @Test
    void aWorkflowSurvivesTheDeathOfServerAndDatabase() throws Exception {
        PostgresOptions options = new PostgresOptions(dataDir, EmbeddedFolders.binaries(), Map.of());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options);
                EmbeddedTemporal temporal = EmbeddedTemporal.start(dataDir, postgres, BINARIES, "hub-test")) {
            String target = temporal.target();
            WorkflowServiceStubs stubs = connect(temporal);
            WorkflowClient client = WorkflowClient.newInstance(
                    stubs,
                    WorkflowClientOptions.newBuilder().setNamespace("hub-test").build());
            WorkerFactory factory = WorkerFactory.newInstance(client);
            Worker worker = factory.newWorker("test");
            worker.registerWorkflowImplementationTypes(SleeperImpl.class);
            factory.start();
            try {
                WorkflowStub sleeper = client.newUntypedWorkflowStub(
                        "Sleeper",
                        WorkflowOptions.newBuilder()
                                .setTaskQueue("test")
                                .setWorkflowId("one")
                                .build());
                sleeper.start(3000);
                kill(temporal.health());
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> temporal.health().restarts() == 1
                                && temporal.health().serving());
                kill(postgres.health());
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> postgres.health().restarts() == 1
                                && postgres.health().serving());
                assertThat(sleeper.getResult(String.class)).isEqualTo("awake");
                assertThat(temporal.target()).isEqualTo(target);
            } finally {
                factory.shutdownNow();
                stubs.shutdownNow();
            }
        }
    }

    private static void kill(ChildHealth health) {
        ProcessHandle.of(health.pid().orElseThrow()).orElseThrow().destroyForcibly();
    }

    @Test
    void startsAgainOnItsDataWithoutRunningTheSchemaTool() throws Exception {
        PostgresOptions options = EmbeddedFolders.fleeting(dataDir);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
            String target;
            try (EmbeddedTemporal temporal = EmbeddedTemporal.start(dataDir, postgres, BINARIES, "default")) {
                target = temporal.target();
            }
            Path noTool = Files.createDirectory(dataDir.resolve("tools")).resolve("sql");
            Files.createFile(noTool);
            Files.copy(BINARIES.sql(), noTool, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setPosixFilePermissions(noTool, PosixFilePermissions.fromString("r--r--r--"));
            try (EmbeddedTemporal temporal = EmbeddedTemporal.start(
                    dataDir, postgres, new TemporalBinaries(BINARIES.server(), noTool), "default")) {
                assertThat(temporal.target()).isEqualTo(target);
                WorkflowServiceStubs stubs = connect(temporal);
                long days = stubs.blockingStub()
                                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                                        .setNamespace("default")
                                        .build())
                                .getConfig()
                                .getWorkflowExecutionRetentionTtl()
                                .getSeconds()
                        / 86_400;
                stubs.shutdownNow();
                assertThat(days).isEqualTo(30);
            }
        }
    }

    @Test
    void itsConfigurationIsPrivateAndEveryDynamicNameIsKnown() throws Exception {
        DatabaseAccess store = DatabaseAccess.onLoopback(1, "a", "b", "canary");
        Path file = new TemporalConfig(20_000, 4).write(dataDir.resolve("run"), store, store);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Tool.Result checked = Tool.run(
                List.of(
                        BINARIES.server().toString(),
                        "validate-dynamic-config",
                        dataDir.resolve("run/temporal-dynamic.yaml").toString()),
                Map.of(),
                Duration.ofSeconds(20));
        assertThat(checked.output()).doesNotContain("warning", "error");
        assertThat(checked.succeeded()).isTrue();
    }
}
