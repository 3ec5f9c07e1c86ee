package io.automationhub.agents.deployment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.activities.docker.Engine;
import io.automationhub.workflows.problem.ProblemException;

/** What a failure report shows of a container. */
final class Evidence {

    private static final int LINES = 50;

    private Evidence() {}

    /** The last lines of a container, {@code {"logs": {"<name>": […]}}}; without them when they cannot be read. */
    static ObjectNode logs(Engine engine, String name) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        ArrayNode lines = evidence.putObject("logs").putArray(name);
        try {
            engine.logs().tail(name, LINES).forEach(line -> lines.add(line.text()));
        } catch (ProblemException e) {
            evidence.put("logsUnavailable", e.detail());
        }
        return evidence;
    }
}
