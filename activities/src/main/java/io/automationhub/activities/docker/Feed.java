package io.automationhub.activities.docker;

import io.automationhub.workflows.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Items of a stream, read by a thread of its own, so that whoever takes them can do something else while the stream is
 * silent, such as to heartbeat. A taker that falls behind slows the stream down. Closing it closes the connection.
 *
 * @param <T> what the stream holds
 */
public final class Feed<T> implements AutoCloseable {

    private static final int AHEAD = 1024;

    private final BlockingQueue<Item<T>> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Thread reader;
    private volatile @Nullable Source<T> source;
    private volatile boolean closed;
    private boolean ended;

    /** An open stream. */
    interface Source<T> extends AutoCloseable {
        /** Blocks for the next item; null at the end. */
        @Nullable
        T next() throws IOException;

        @Override
        void close();
    }

    /** Opens the stream, on the reader's thread. */
    interface Opener<T> {
        Source<T> open();
    }

    private record Item<T>(@Nullable T value, @Nullable RuntimeException failure) {}

    Feed(String name, Opener<T> opener) {
        reader = Thread.ofVirtual().name(name).start(() -> read(opener));
    }

    private void read(Opener<T> opener) {
        RuntimeException failure = null;
        try (Source<T> open = opener.open()) {
            source = open;
            for (T item = open.next(); item != null && !closed; item = open.next()) {
                queue.put(new Item<>(item, null));
            }
        } catch (IOException e) {
            failure = EngineErrors.away(e);
        } catch (RuntimeException e) {
            failure = EngineErrors.map(e);
        } catch (InterruptedException e) {
            return;
        }
        try {
            queue.put(new Item<>(null, failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The next item, or null when none came within the time or the stream has {@link #ended()}.
     *
     * @throws ProblemException when the stream broke
     */
    public @Nullable T poll(Duration wait) throws InterruptedException {
        if (ended) {
            return null;
        }
        Item<T> item = queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (item == null || item.value() != null) {
            return item == null ? null : item.value();
        }
        ended = true;
        if (item.failure() != null) {
            throw item.failure();
        }
        return null;
    }

    /** Whether the stream came to its regular end and everything in it was taken. */
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        closed = true;
        Source<T> open = source;
        if (open != null) {
            open.close();
        }
        // A virtual thread that is interrupted while it reads or writes a socket closes it.
        reader.interrupt();
    }
}
