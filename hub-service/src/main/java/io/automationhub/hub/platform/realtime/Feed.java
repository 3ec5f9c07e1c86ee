package io.automationhub.hub.platform.realtime;

import java.time.Duration;

/**
 * A resumable, ordered sequence that is pulled by one reader. Each item is delivered once, none is passed over; an
 * interrupted reader opens a new feed after the id of the last item it saw.
 */
public interface Feed extends AutoCloseable {

    /**
     * The items after those already delivered.
     *
     * @param patience how long to wait when there are none yet
     * @return a bounded page, empty when patience ran out
     */
    FeedPage next(Duration patience) throws InterruptedException;

    @Override
    void close();
}
