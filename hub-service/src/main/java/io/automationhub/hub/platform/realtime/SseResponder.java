package io.automationhub.hub.platform.realtime;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request with a feed as server-sent events: {@code id} to resume after, {@code retry}, a comment as
 * heartbeat, {@code event: end} when nothing will follow and {@code event: revoked} when the caller lost the right.
 * The request's own (virtual) thread pulls and writes, so a client that reads slowly slows only itself.
 */
public final class SseResponder {

    private static final Logger log = LoggerFactory.getLogger(SseResponder.class);
    private static final long RETRY_MILLIS = 1_000;

    private final StreamLimits limits;
    private final FeedPump pump;

    /** With a heartbeat each 15 s and a look at the caller's rights each 2 s. */
    public SseResponder(StreamLimits limits) {
        this(limits, Duration.ofSeconds(15));
    }

    /** With another heartbeat, which is also how soon a client that has gone is noticed. */
    public SseResponder(StreamLimits limits, Duration heartbeat) {
        this.limits = limits;
        this.pump = FeedPump.of(heartbeat);
    }

    /**
     * Writes the response on the calling thread until the stream ends; the resource method then returns null. It is
     * written past JAX-RS, whose buffer would keep the first events until 64 KiB of them had gathered.
     *
     * @param feed opened for the response, closed with it
     * @throws io.automationhub.workflows.problem.ProblemException {@code rate_limited} when the caller has too many
     */
    public void serve(HttpServletResponse response, StreamAccess access, Supplier<Feed> feed) {
        try (StreamLimits.Place place = limits.take(access.caller());
                Feed open = feed.get()) {
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentType("text/event-stream;charset=utf-8");
            response.setHeader("Cache-Control", "no-cache, no-transform");
            response.setHeader("X-Accel-Buffering", "no");
            SseWriter writer = new SseWriter(response.getOutputStream());
            writer.retry(RETRY_MILLIS);
            pump.run(access, place, open, writer);
        } catch (IOException e) {
            log.debug("A stream was closed by its client", e);
        }
    }
}
