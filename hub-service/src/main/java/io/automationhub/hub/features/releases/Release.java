package io.automationhub.hub.features.releases;

import io.automationhub.hub.features.projects.EnvironmentId;
import io.automationhub.hub.features.projects.ProjectId;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A release of an environment.
 *
 * @param number counts the environment's releases from 1
 * @param deployment the deployment that made it
 * @param snapshot all it needs to run again
 * @param lastLiveAt when it last began to serve, null if it never did
 */
public record Release(
        ReleaseId id,
        ProjectId project,
        EnvironmentId environment,
        UUID deployment,
        int number,
        ReleaseSnapshot snapshot,
        Instant createdAt,
        @Nullable Instant lastLiveAt) {}
