package io.automationhub.hub.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.automationhub.hub.platform.settings.HubSettings;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InfrastructureIT {

    private static final String NO_ENGINE = "unix:///nonexistent/docker.sock";

    private Path dataDir = Path.of("");

    @BeforeEach
    void makeFolder() throws Exception {
        dataDir = EmbeddedFolders.fresh("infrastructure");
    }

    @AfterEach
    void removeFolder() throws Exception {
        PostgresBinaries.deleteTree(dataDir);
    }

    @Test
    void startsNothingThatTheSettingsName() {
        HubSettings settings = HubSettings.from(Map.of(
                "HUB_DATA_DIR",
                dataDir.toString(),
                "DATABASE_URL",
                "postgresql://me:secret@db.example:5432/hub",
                "TEMPORAL_ADDRESS",
                "temporal.example:7233",
                "DOCKER_HOST",
                NO_ENGINE));
        try (Infrastructure infrastructure = Infrastructure.start(settings, System.getenv())) {
            assertThat(infrastructure.database())
                    .isEqualTo(new DatabaseAccess("jdbc:postgresql://db.example:5432/hub", "me", "secret"));
            assertThat(infrastructure.temporalTarget()).isEqualTo("temporal.example:7233");
            assertThat(infrastructure.dockerHost()).contains(URI.create(NO_ENGINE));
            assertThat(infrastructure.isTrial()).isFalse();
            assertThat(infrastructure.health()).isEmpty();
            assertThat(dataDir.resolve("postgres")).doesNotExist();
        }
    }

    @Test
    void startsWhatIsMissing() {
        HubSettings settings = HubSettings.from(Map.of("HUB_DATA_DIR", dataDir.toString(), "DOCKER_HOST", NO_ENGINE));
        try (Infrastructure infrastructure = Infrastructure.start(settings, System.getenv())) {
            assertThat(infrastructure.temporalTarget()).startsWith("127.0.0.1:");
            assertThat(infrastructure.isTrial()).isFalse();
            assertThat(infrastructure.health())
                    .extracting(ChildHealth::name, ChildHealth::serving)
                    .containsExactly(tuple("postgres", true), tuple("temporal", true));
            assertThatThrownBy(() -> Infrastructure.start(settings, System.getenv()))
                    .hasMessageContaining("is in use by another hub");
        }
    }

    @Test
    void withoutATemporalServerATrialRunsWorkflows() {
        HubSettings settings = HubSettings.from(Map.of(
                "HUB_DATA_DIR",
                dataDir.toString(),
                "DATABASE_URL",
                "postgresql://me:secret@db.example:5432/hub",
                "DOCKER_HOST",
                NO_ENGINE));
        Map<String, String> bare = Map.of("PATH", "", "HOME", "/nonexistent");
        try (Infrastructure infrastructure = Infrastructure.start(settings, bare)) {
            assertThat(infrastructure.isTrial()).isTrue();
            WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(infrastructure.temporalTarget())
                    .build());
            WorkflowClient client = WorkflowClient.newInstance(stubs);
            WorkerFactory factory = WorkerFactory.newInstance(client);
            factory.newWorker("trial").registerWorkflowImplementationTypes(EmbeddedTemporalIT.SleeperImpl.class);
            factory.start();
            String result = client.newWorkflowStub(
                            EmbeddedTemporalIT.Sleeper.class,
                            WorkflowOptions.newBuilder().setTaskQueue("trial").build())
                    .sleep(10);
            factory.shutdownNow();
            stubs.shutdownNow();
            assertThat(result).isEqualTo("awake");
        }
    }

    @Test
    void aFailedStartLeavesTheFolderFree() throws Exception {
        Files.createDirectories(dataDir.resolve("postgres"));
        Files.writeString(dataDir.resolve("postgres/cluster"), "not a folder");
        HubSettings settings = HubSettings.from(Map.of("HUB_DATA_DIR", dataDir.toString(), "DOCKER_HOST", NO_ENGINE));
        assertThatThrownBy(() -> Infrastructure.start(settings, System.getenv()))
                .isInstanceOf(EmbeddedException.class);
        Files.delete(dataDir.resolve("postgres/cluster"));
        Infrastructure.start(settings, System.getenv()).close();
    }
}
