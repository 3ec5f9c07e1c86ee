package io.automationhub.agents.container;

import io.automationhub.activities.build.Progress;
import io.automationhub.workflows.agent.CapabilityContext;

/** Tells the step of a build or a download. */
record ContextProgress(CapabilityContext context) implements Progress {

    @Override
    public void line(String line) {
        context.log(line);
    }

    @Override
    public void alive() {
        context.heartbeat(null);
    }
}
