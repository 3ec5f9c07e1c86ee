package io.automationhub.hub.features.events;

/** Takes events, each at least once: it may see one again and must then change nothing more. */
@FunctionalInterface
public interface EventHandler {

    /**
     * Takes one event. Whatever it throws makes it be called again later with the same event, while others go on.
     *
     * @throws Exception when the event could not be taken
     */
    void handle(HubEvent event) throws Exception;
}
