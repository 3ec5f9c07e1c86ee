package io.automationhub.agents.deployment;

import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.docker.Names;
import io.automationhub.workflows.agent.CapabilityContext;
import java.util.Map;

/**
 * An environment as the caller's organization has it on a host: its names there, and the labels that tell it from another
 * organization's environment of the same id.
 */
public record Place(String organization, String environment) {

    /** The environment in the organization of the call. */
    public static Place of(CapabilityContext context, String environment) {
        return new Place(context.call().scope().organization().toString(), Names.identifier(environment));
    }

    /** Labels of everything of the environment. */
    public Map<String, String> labels() {
        return begin().toMap();
    }

    Labels begin() {
        return Labels.managed().with(Labels.ORGANIZATION, organization).with(Labels.ENVIRONMENT, environment);
    }

    String network() {
        return "hub-" + Names.shortened(environment);
    }

    String volume(String name) {
        return network() + "-" + Names.resource(name);
    }

    /** Name of an instance: the same for the same deployment, so that a repeated start finds it. */
    String instance(String release, String deployment, int number) {
        return network() + "-" + Names.shortened(release) + "-" + Names.shortened(deployment) + "-" + number;
    }

    /** Name of the container that runs a command: the same for the same call, so that it is never run twice. */
    static String command(String key) {
        return "hub-cmd-" + Names.digest(key).substring(0, 24);
    }
}
