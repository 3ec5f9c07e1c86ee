package io.automationhub.hub.features.hosts;

import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.LogLine;
import io.automationhub.activities.probe.ContainerExec;
import io.automationhub.activities.probe.ContainerStates;
import java.time.Duration;
import java.util.List;

/** Answers what probes ask about containers, from the Docker engine. */
final class EngineProbes implements ContainerStates, ContainerExec {

    private final Engine engine;

    EngineProbes(Engine engine) {
        this.engine = engine;
    }

    @Override
    public State state(String container) {
        return engine.containers().find(container).map(EngineProbes::state).orElse(new State(false, null, 0));
    }

    private static State state(ContainerInfo info) {
        Integer exitCode = info.finishedAt() == null ? null : Integer.valueOf(info.exitCode());
        return new State(info.running(), exitCode, info.restarts());
    }

    @Override
    public List<String> lastLines(String container, int count) {
        return engine.logs().tail(container, count).stream().map(LogLine::text).toList();
    }

    @Override
    public int run(String container, List<String> command, Duration timeout) throws InterruptedException {
        return engine.containers().exec(container, command, timeout).exitCode();
    }
}
