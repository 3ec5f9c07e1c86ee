package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.projects.Environment;
import io.automationhub.hub.features.projects.EnvironmentId;
import io.automationhub.hub.features.projects.Project;
import io.automationhub.hub.features.projects.ProjectId;
import io.automationhub.hub.features.releases.ReleaseId;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between rows, what the rules work with, and what a pipeline sees. */
final class DeploymentMapper {

    private final ObjectMapper json;

    DeploymentMapper(ObjectMapper json) {
        this.json = json;
    }

    Deployment toDeployment(DeploymentRow row) {
        return new Deployment(
                new DeploymentId(row.id()),
                new ProjectId(row.projectId()),
                new EnvironmentId(row.environmentId()),
                new RunId(row.runId()),
                json.convertValue(row.kind(), Deployment.Kind.class),
                row.ref(),
                release(row.releaseId()),
                release(row.previousReleaseId()),
                DeploymentStatus.of(row.status()),
                row.failure() == null ? null : read(row.failure()),
                row.requestedBy(),
                row.createdAt(),
                row.startedAt(),
                row.endedAt());
    }

    DeploymentRow toRow(OrganizationId organization, Deployment deployment) {
        return new DeploymentRow(
                deployment.id().value(),
                organization.value(),
                deployment.project().value(),
                deployment.environment().value(),
                deployment.run().value(),
                json.convertValue(deployment.kind(), String.class),
                deployment.ref(),
                deployment.release() == null ? null : deployment.release().value(),
                deployment.previousRelease() == null
                        ? null
                        : deployment.previousRelease().value(),
                deployment.status().text(),
                deployment.failure() == null ? null : deployment.failure().toString(),
                deployment.requestedBy(),
                deployment.createdAt(),
                deployment.startedAt(),
                deployment.endedAt());
    }

    /** The variables {@code deployment}, {@code environment} and {@code project} of a pipeline's expressions. */
    ObjectNode context(Deployment deployment, Environment environment, Project project) {
        ObjectNode context = json.createObjectNode();
        context.putObject("deployment")
                .put("id", deployment.id().toString())
                .put("kind", json.convertValue(deployment.kind(), String.class))
                .put("ref", deployment.ref())
                .put(
                        "release",
                        deployment.release() == null
                                ? null
                                : deployment.release().toString());
        context.putObject("environment")
                .put("id", environment.id().toString())
                .put("slug", environment.slug())
                .put("host", environment.host());
        ObjectNode source = context.putObject("project")
                .put("id", project.id().toString())
                .put("slug", project.slug())
                .putObject("source");
        source.put("url", project.source().url());
        source.put(
                "credential",
                project.source().credential() == null
                        ? null
                        : project.source().credential().secret());
        ObjectNode build = ((ObjectNode) context.get("project")).putObject("build");
        build.put("dockerfile", project.build().dockerfile())
                .put("context", project.build().context())
                .put("target", project.build().target())
                .put("memoryMb", project.build().memoryMb())
                .put("cpus", project.build().cpus());
        build.set("args", json.valueToTree(project.build().args()));
        return context;
    }

    private static @Nullable ReleaseId release(@Nullable UUID id) {
        return id == null ? null : new ReleaseId(id);
    }

    private JsonNode read(String document) {
        try {
            return json.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored failure report cannot be read", e);
        }
    }
}
