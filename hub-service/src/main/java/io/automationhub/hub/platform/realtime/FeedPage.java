package io.automationhub.hub.platform.realtime;

import java.util.List;

/**
 * What one pull brought.
 *
 * @param items in order; may be empty
 * @param ended nothing will ever follow
 */
public record FeedPage(List<FeedItem> items, boolean ended) {

    public FeedPage {
        items = List.copyOf(items);
    }

    /** Nothing yet. */
    public static FeedPage nothing() {
        return new FeedPage(List.of(), false);
    }
}
