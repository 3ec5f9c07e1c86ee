package io.automationhub.agents.rollback;

import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.edge.RoutedRelease;
import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;
import io.automationhub.agents.deployment.Cleanup;
import io.automationhub.agents.deployment.Place;
import io.automationhub.agents.deployment.Traffic;
import org.jspecify.annotations.Nullable;

/** Takes back what the deployment agent did. What is gone already is no failure. */
public final class RollbackAgent extends TypedAgent {

    record Remove(String environment, String release, String deployment) {}

    record Restore(String environment, @Nullable RoutedRelease previous) {}

    record Nothing() {}

    /** The agent of the host that engine and edge are on. */
    public RollbackAgent(Engine engine, Edge edge) {
        this(new Cleanup(engine, edge), new Traffic(engine, edge));
    }

    private RollbackAgent(Cleanup cleanup, Traffic traffic) {
        super(
                "rollback",
                Handler.on(
                        "remove",
                        Remove.class,
                        Cleanup.Removed.class,
                        (in, context) ->
                                cleanup.deployment(Place.of(context, in.environment()), in.deployment(), context)),
                Handler.on("restore", Restore.class, Nothing.class, (in, context) -> {
                    traffic.restore(Place.of(context, in.environment()), in.previous(), context);
                    return new Nothing();
                }));
    }
}
