package io.automationhub.hub.features.events;

import java.util.List;

/**
 * Events in order.
 *
 * @param rows may be empty although more follow
 * @param cursor the number everything up to which has been looked at
 * @param more whether there was more when it was read
 * @param missing events right after the asked-for number that are no longer kept
 */
record EventPage(List<EventRow> rows, long cursor, boolean more, long missing) {

    EventPage {
        rows = List.copyOf(rows);
    }
}
