package io.automationhub.hub.features.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of events.
 *
 * @param nextCursor to be given as {@code after} for the next page, null when there was no more
 */
public record EventList(List<CloudEvent> items, @Nullable String nextCursor) {

    public EventList {
        items = List.copyOf(items);
    }
}
