package io.automationhub.hub.platform.realtime;

import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A feed that reads a source, and reads again when woken, or after a second in case a signal was lost. While the
 * database is away it waits.
 */
public final class PollingFeed implements Feed {

    private static final Logger log = LoggerFactory.getLogger(PollingFeed.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration WHILE_AWAY = Duration.ofMillis(250);

    private final Wakers<?>.Waker waker;
    private final Source source;

    /** Reads on after what it last read; used by one thread. */
    public interface Source {

        /** What came since the last pull. */
        Pull pull();
    }

    /**
     * What one look at the source brought.
     *
     * @param items in order
     * @param more whether to look again at once
     * @param ended whether nothing will ever follow
     */
    public record Pull(List<FeedItem> items, boolean more, boolean ended) {

        public Pull {
            items = List.copyOf(items);
        }
    }

    /** Takes over the waker, which has watched since before the source was first looked at. */
    public PollingFeed(Wakers<?>.Waker waker, Source source) {
        this.waker = waker;
        this.source = source;
    }

    @Override
    public FeedPage next(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long noted = waker.count();
            Duration wait = SWEEP;
            try {
                Pull pull = source.pull();
                if (!pull.items().isEmpty() || pull.ended()) {
                    return new FeedPage(pull.items(), pull.ended());
                }
                if (pull.more()) {
                    continue;
                }
            } catch (JdbiException | ProblemException e) {
                log.debug("A feed waits for the database", e);
                wait = WHILE_AWAY;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return FeedPage.nothing();
            }
            waker.await(noted, Duration.ofNanos(Math.min(left, wait.toNanos())));
        }
    }

    @Override
    public void close() {
        waker.close();
    }
}
