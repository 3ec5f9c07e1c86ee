package io.automationhub.hub.platform.realtime;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who listens to which channel within this process. A message is {@code channel:body}. */
final class Listeners {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final ConcurrentMap<String, List<Signals.Listener>> byChannel = new ConcurrentHashMap<>();

    Signals.Listening add(String channel, Signals.Listener listener) {
        List<Signals.Listener> listeners = byChannel.computeIfAbsent(channel, c -> new CopyOnWriteArrayList<>());
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    static String message(String channel, String body) {
        return channel + ":" + body;
    }

    void received(String message) {
        int colon = message.indexOf(':');
        if (colon < 0) {
            return;
        }
        String body = message.substring(colon + 1);
        tell(byChannel.getOrDefault(message.substring(0, colon), List.of()), l -> l.received(body));
    }

    void missed() {
        byChannel.values().forEach(listeners -> tell(listeners, Signals.Listener::missed));
    }

    private static void tell(List<Signals.Listener> listeners, Consumer<Signals.Listener> message) {
        for (Signals.Listener listener : listeners) {
            try {
                message.accept(listener);
            } catch (RuntimeException e) {
                log.error("A listener failed on a signal", e);
            }
        }
    }
}
