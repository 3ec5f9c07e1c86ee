package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.projects.EnvironmentId;
import io.automationhub.hub.features.projects.ProjectId;
import io.automationhub.hub.features.releases.ReleaseId;
import io.automationhub.workflows.ids.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to make a release live in an environment.
 *
 * @param run the run of the pipeline that does it
 * @param ref what was asked for: branch, tag, commit or image; null where a kept release is meant
 * @param release the release it made, makes live again or takes out of service; null until there is one
 * @param previousRelease what served before it, null when nothing did or it did not come that far
 * @param failure the failure report, null unless it failed
 * @param requestedBy subject of whoever asked
 */
public record Deployment(
        DeploymentId id,
        ProjectId project,
        EnvironmentId environment,
        RunId run,
        Kind kind,
        @Nullable String ref,
        @Nullable ReleaseId release,
        @Nullable ReleaseId previousRelease,
        DeploymentStatus status,
        @Nullable JsonNode failure,
        String requestedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /**
     * Forward from a source, back to a kept release, the present release in new containers, the last release after a stop,
     * or out of service.
     */
    public enum Kind {
        @JsonProperty("deploy")
        DEPLOY,
        @JsonProperty("rollback")
        ROLLBACK,
        @JsonProperty("restart")
        RESTART,
        @JsonProperty("start")
        START,
        @JsonProperty("stop")
        STOP
    }
}
