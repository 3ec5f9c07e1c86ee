package io.automationhub.workflows.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityCall;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Runs capabilities for workflows: on a host's task queue {@code host-<name>}, on the hub's own, or inside the workflow
 * task for short ones. One contract, whoever carries it. The hub's own queue is also that of the machine it runs on:
 * work that stays on a workflow's own queue comes back with the answer to the workflow, and a deployment's steps begin
 * some 10 ms earlier each.
 */
@ActivityInterface(namePrefix = "Capability.")
public interface HostActivities {

    /**
     * Runs one call.
     *
     * <p>A failure is an {@link io.temporal.failure.ApplicationFailure} whose type is the slug of a {@link
     * io.automationhub.workflows.problem.ProblemType} and whose only detail is a {@link io.automationhub.workflows.problem.Problem} object.
     *
     * @return the capability's output
     */
    @ActivityMethod
    JsonNode invoke(CapabilityCall call);

    /** Name of the host that the hub itself runs on. */
    String LOCAL = "local";

    /** Name of the task queue a host's work is sent to, for {@link #LOCAL} only by versions before this one. */
    static String taskQueue(String host) {
        return "host-" + host;
    }
}
