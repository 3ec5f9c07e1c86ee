package io.automationhub.agents.deployment;

import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.edge.Edge;
import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;

/** From a release to live traffic on one host; each capability finds and goes on with what an earlier attempt began. */
public final class DeploymentAgent extends TypedAgent {

    /** The agent of the host that engine and edge are on. */
    public DeploymentAgent(Engine engine, Edge edge) {
        this(
                new StartRelease(engine),
                new RunCommand(engine),
                new Traffic(engine, edge),
                new BakeRelease(engine, edge),
                new Cleanup(engine, edge),
                engine,
                edge);
    }

    private DeploymentAgent(
            StartRelease start,
            RunCommand command,
            Traffic traffic,
            BakeRelease bake,
            Cleanup cleanup,
            Engine engine,
            Edge edge) {
        super(
                "deployment",
                Handler.on("start", StartRelease.Input.class, StartRelease.Output.class, start::run),
                Handler.on("command", RunCommand.Input.class, RunCommand.Output.class, command::run),
                Handler.on("switch", Traffic.Switch.class, Traffic.Switched.class, traffic::switchTo),
                Handler.on("drain", Traffic.Drain.class, Traffic.Drained.class, traffic::drain),
                Handler.on("bake", BakeRelease.Input.class, BakeRelease.Output.class, bake::run),
                Handler.on("retire", Cleanup.Retire.class, Cleanup.Removed.class, cleanup::retire),
                Handler.on(
                        "stop",
                        StopEnvironment.Input.class,
                        Cleanup.Removed.class,
                        new StopEnvironment(engine, edge, traffic, cleanup)::run));
    }
}
