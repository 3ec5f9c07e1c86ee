package io.automationhub.hub.platform.realtime;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Answers a request with a feed as server-sent events: {@code id} to resume after, {@code retry}, a comment as
 * heartbeat, {@code event: end} when nothing will follow and {@code event: revoked} when the caller lost the right.
 * The request's own (virtual) thread pulls and writes, so a client that reads slowly slows only itself.
 */
public final class SseResponder {

    private static final long RETRY_MILLIS = 1_000;

    private final StreamLimits limits;
    private final Duration heartbeat;
    private final Duration recheck;

    /** With a heartbeat each 15 s and a look at the caller's rights each 2 s. */
    public SseResponder(StreamLimits limits) {
        this(limits, Duration.ofSeconds(15), Duration.ofSeconds(2));
    }

    SseResponder(StreamLimits limits, Duration heartbeat, Duration recheck) {
        this.limits = limits;
        this.heartbeat = heartbeat;
        this.recheck = recheck;
    }

    /**
     * The response.
     *
     * @param feed opened when the response is written, closed with it
     * @throws io.automationhub.workflows.problem.ProblemException {@code rate_limited} when the caller has too many
     */
    public Response respond(StreamAccess access, Supplier<Feed> feed) {
        StreamLimits.Place place = limits.take(access.caller());
        StreamingOutput body = out -> {
            try (place;
                    Feed open = feed.get()) {
                serve(access, open, out);
            }
        };
        return Response.ok(body)
                .type(MediaType.SERVER_SENT_EVENTS_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private void serve(StreamAccess access, Feed feed, OutputStream out) throws IOException {
        SseWriter writer = new SseWriter(out);
        try (Watchdog watchdog = new Watchdog(access.stillAllowed(), recheck)) {
            try {
                writer.retry(RETRY_MILLIS);
                writer.flush();
                pump(feed, writer);
            } catch (InterruptedException e) {
                if (!watchdog.revoked()) {
                    Thread.currentThread().interrupt();
                    return;
                }
                writer.event("revoked");
                writer.flush();
            }
        }
    }

    private void pump(Feed feed, SseWriter writer) throws IOException, InterruptedException {
        while (true) {
            FeedPage page = feed.next(heartbeat);
            for (FeedItem item : page.items()) {
                writer.item(item);
            }
            if (page.ended()) {
                writer.event("end");
                writer.flush();
                return;
            }
            if (page.items().isEmpty()) {
                writer.heartbeat();
            }
            writer.flush();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
