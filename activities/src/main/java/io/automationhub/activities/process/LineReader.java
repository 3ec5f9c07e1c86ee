package io.automationhub.activities.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Turns one stream of a process into queued lines; bounded in line length, total and queue. */
final class LineReader implements Runnable {

    private static final long PROGRESS_EVERY = Duration.ofSeconds(1).toNanos();

    /** What the running thread takes off the queue. */
    record Piece(boolean error, String text) {}

    /** The last piece of a stream, however it ended, so that nobody has to look whether it has; no line is like it. */
    static final Piece END = new Piece(false, "\n");

    private final InputStream stream;
    private final boolean error;
    private final BlockingQueue<Piece> queue;
    private final AtomicLong budget;
    private final LongSupplier nanoTime;
    private final StringBuilder line = new StringBuilder();
    private boolean carriageReturn;
    private long nextProgress;

    /** Reads until the end, the budget of characters is below zero, or the thread is interrupted. */
    LineReader(
            InputStream stream, boolean error, BlockingQueue<Piece> queue, AtomicLong budget, LongSupplier nanoTime) {
        this.stream = stream;
        this.error = error;
        this.queue = queue;
        this.budget = budget;
        this.nanoTime = nanoTime;
        this.nextProgress = nanoTime.getAsLong();
    }

    @Override
    public void run() {
        try {
            read();
            queue.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws InterruptedException {
        char[] buffer = new char[8192];
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                if (budget.addAndGet(-n) < 0) {
                    return;
                }
                for (int i = 0; i < n; i++) {
                    accept(buffer[i]);
                }
            }
            if (!line.isEmpty()) {
                emit();
            }
        } catch (IOException e) {
            // The process was killed and its pipe closed; its end is noticed by whoever waits for it.
            line.setLength(0);
        }
    }

    private void accept(char c) throws InterruptedException {
        if (c == '\n') {
            carriageReturn = false;
            emit();
            return;
        }
        if (carriageReturn) {
            carriageReturn = false;
            progress();
        }
        if (c == '\r') {
            carriageReturn = true;
        } else if (line.length() < Command.MAX_LINE) {
            line.append(c);
        }
    }

    /** A line about to be overwritten: shown when the last such one is a while ago. */
    private void progress() throws InterruptedException {
        long now = nanoTime.getAsLong();
        if (now - nextProgress >= 0) {
            nextProgress = now + PROGRESS_EVERY;
            emit();
        }
        line.setLength(0);
    }

    private void emit() throws InterruptedException {
        queue.put(new Piece(error, line.toString()));
        line.setLength(0);
    }
}
