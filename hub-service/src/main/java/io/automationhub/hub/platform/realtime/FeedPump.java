package io.automationhub.hub.platform.realtime;

import java.io.IOException;
import java.time.Duration;

/**
 * Moves items from a feed to one client on the calling thread, until the feed ends, the client goes, or the caller may
 * no longer have it.
 *
 * @param heartbeat how often something is sent when there are no items
 * @param recheck how often the caller's rights are looked at
 */
record FeedPump(Duration heartbeat, Duration recheck) {

    static FeedPump of(Duration heartbeat) {
        return new FeedPump(heartbeat, Duration.ofSeconds(2));
    }

    void run(StreamAccess access, StreamLimits.Place place, Feed feed, FeedSink sink) throws IOException {
        Watchdog watchdog = new Watchdog(access.stillAllowed(), recheck);
        try {
            place.onEnd(watchdog::interrupt);
            sink.flush();
            pump(feed, sink);
        } catch (InterruptedException e) {
            if (!watchdog.ended()) {
                Thread.currentThread().interrupt();
            }
        } finally {
            watchdog.close();
        }
        if (watchdog.ended()) {
            sink.end(watchdog.revoked() ? "revoked" : "restart");
            sink.flush();
        }
    }

    private void pump(Feed feed, FeedSink sink) throws IOException, InterruptedException {
        while (true) {
            FeedPage page = feed.next(heartbeat);
            for (FeedItem item : page.items()) {
                sink.item(item);
            }
            if (page.ended()) {
                sink.end("end");
                sink.flush();
                return;
            }
            if (page.items().isEmpty()) {
                sink.idle();
            }
            sink.flush();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
