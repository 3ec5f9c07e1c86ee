package io.automationhub.agents.release;

import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hub's record of releases and of which one serves. Every method may be repeated: the deployment is the key, and the
 * first call decides.
 */
public interface ReleaseLedger {

    /** Makes the release of a deployment: the image, with settings, variables and secret versions as they are now. */
    Kept create(WorkScope scope, UUID deployment, String image, @Nullable String commit, @Nullable String ref);

    /** Finds the kept release a deployment is about, where that is not one of its own making. */
    Kept load(WorkScope scope, UUID deployment, UUID release);

    /** Records that the deployment's release serves from now on and is being watched. */
    Activated activate(WorkScope scope, UUID deployment, UUID release);

    /** Takes {@link #activate} back: what served before serves again. */
    void deactivate(WorkScope scope, UUID deployment, UUID release);

    /** Records that the release serves no longer and nothing does. */
    void withdraw(WorkScope scope, UUID deployment, UUID release);

    /** A release and all it needs to run. */
    record Kept(UUID release, int number, ReleaseSnapshot snapshot) {}

    /**
     * A release that serves.
     *
     * @param previous what served before, null for the first
     * @param keepImages image ids of the project that must not be removed
     */
    record Activated(@Nullable UUID previous, List<String> keepImages) {}
}
