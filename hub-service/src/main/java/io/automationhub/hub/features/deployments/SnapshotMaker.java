package io.automationhub.hub.features.deployments;

import io.automationhub.hub.features.projects.Environment;
import io.automationhub.hub.features.projects.Project;
import io.automationhub.hub.features.projects.RuntimeSettings;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Freezes what an environment is configured with into a release. */
public final class SnapshotMaker {

    private final Configuration configuration;

    public SnapshotMaker(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Variables and secrets as they are at this moment. */
    public interface Configuration {

        /** Plain variables visible in the scope; the environment's go before the project's and the organization's. */
        Map<String, String> variables(Handle handle, WorkScope scope);

        /** Newest versions of the secrets of the environment and its project, by name. */
        Map<String, Integer> secrets(Handle handle, WorkScope scope);
    }

    ReleaseSnapshot make(
            Handle handle,
            WorkScope scope,
            Project project,
            Environment environment,
            String image,
            @Nullable String commit,
            @Nullable String ref) {
        RuntimeSettings runtime = project.runtime().overriddenBy(environment.overrides());
        return new ReleaseSnapshot(
                image,
                commit,
                ref,
                runtime.portOrDefault(),
                runtime.command(),
                configuration.variables(handle, scope),
                secrets(handle, scope, project),
                runtime.volumesOrDefault(),
                runtime.resourcesOrDefault(),
                runtime.replicasOrDefault(),
                environment.domains(),
                runtime.healthCheckOrDefault(),
                runtime.releaseCommand(),
                runtime.drainSecondsOrDefault(),
                runtime.bakeOrDefault());
    }

    private Map<String, ReleaseSnapshot.SecretReference> secrets(Handle handle, WorkScope scope, Project project) {
        Map<String, ReleaseSnapshot.SecretReference> references = new TreeMap<>();
        configuration
                .secrets(handle, scope)
                .forEach((name, version) -> references.put(name, new ReleaseSnapshot.SecretReference(name, version)));
        if (project.source().credential() != null) {
            // What opens the repository is not the application's business.
            references.remove(project.source().credential().secret());
        }
        return references;
    }
}
