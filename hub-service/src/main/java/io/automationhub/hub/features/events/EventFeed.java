package io.automationhub.hub.features.events;

import io.automationhub.hub.platform.realtime.FeedItem;
import io.automationhub.hub.platform.realtime.PollingFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Events of an organization as they come; where some are no longer kept, a {@code gap} item says how many. */
final class EventFeed implements PollingFeed.Source {

    private final LongFunction<EventPage> pages;
    private final EventMapper mapper;
    private long cursor;

    EventFeed(LongFunction<EventPage> pages, EventMapper mapper, long after) {
        this.pages = pages;
        this.mapper = mapper;
        this.cursor = after;
    }

    @Override
    public PollingFeed.Pull pull() {
        EventPage page = pages.apply(cursor);
        List<FeedItem> items = new ArrayList<>();
        if (page.missing() > 0 && cursor > 0) {
            String id = Long.toString(cursor + page.missing());
            items.add(new FeedItem(id, "gap", mapper.write(Map.of("missing", page.missing(), "resumeAfter", id))));
        }
        for (EventRow row : page.rows()) {
            items.add(new FeedItem(Long.toString(row.seq()), "message", mapper.write(mapper.cloudEvent(row))));
        }
        cursor = page.cursor();
        return new PollingFeed.Pull(items, page.more(), false);
    }
}
