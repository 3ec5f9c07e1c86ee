package io.automationhub.hub.features.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.platform.realtime.FeedItem;
import io.automationhub.hub.platform.realtime.PollingFeed;
import java.util.function.LongFunction;

/** Lines of a stream as they come: {@code line} items with {@code seq, time, step, text}. */
final class LogFeed implements PollingFeed.Source {

    static final int PAGE = 500;

    private final LongFunction<LogPage> pages;
    private final ObjectMapper json;
    private long cursor;

    LogFeed(LongFunction<LogPage> pages, ObjectMapper json, long after) {
        this.pages = pages;
        this.json = json;
        this.cursor = after;
    }

    @Override
    public PollingFeed.Pull pull() {
        LogPage page = pages.apply(cursor);
        cursor = page.cursor();
        return new PollingFeed.Pull(page.lines().stream().map(this::item).toList(), page.more(), page.ended());
    }

    private FeedItem item(LogLine line) {
        ObjectNode data = json.createObjectNode()
                .put("seq", line.seq())
                .put("time", line.time().toString());
        if (line.step() != null) {
            data.put("step", line.step());
        }
        data.put("text", line.text());
        try {
            return new FeedItem(Long.toString(line.seq()), "line", json.writeValueAsString(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
