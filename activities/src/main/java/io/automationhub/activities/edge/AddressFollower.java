package io.automationhub.activities.edge;

import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineEvents;
import java.util.Objects;

/** Tells the proxy where an instance is when its container was started again and got another address. */
public final class AddressFollower implements EngineEvents.Listener {

    private final Engine engine;
    private final Edge edge;

    /** Follows once it listens to {@link EngineEvents}. */
    public AddressFollower(Engine engine, Edge edge) {
        this.engine = engine;
        this.edge = edge;
    }

    @Override
    public void connected() {
        edge.addresses().keySet().forEach(this::look);
    }

    @Override
    public void happened(String action, String container, String name) {
        if (action.equals("start") && edge.addresses().containsKey(name)) {
            look(name);
        }
    }

    private void look(String name) {
        engine.containers()
                .find(name)
                .filter(ContainerInfo::running)
                .ifPresent(info -> info.addresses().values().stream()
                        .filter(Objects::nonNull)
                        .filter(address -> !address.isEmpty())
                        .findFirst()
                        .ifPresent(address -> edge.moved(name, info.id(), address)));
    }
}
