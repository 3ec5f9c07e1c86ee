package io.automationhub.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks at a constant rate over many kept-alive connections. Every request has its planned time, whatever the answers
 * before it took, and its latency counts from then: a server that stalls is charged for all requests it kept waiting
 * (no coordinated omission). A request that gets no whole answer is lost; it is not asked again.
 */
public final class ConstantRate implements AutoCloseable {

    private final int port;
    private final String path;
    private final Map<String, String> headers;
    private final long intervalNanos;
    private final int connections;
    private final long begin;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();

    /** Begins to ask. */
    public ConstantRate(int port, String path, Map<String, String> headers, int rate, int connections) {
        this.port = port;
        this.path = path;
        this.headers = Map.copyOf(headers);
        this.intervalNanos = 1_000_000_000L / rate;
        this.connections = connections;
        this.begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        for (int i = 0; i < connections; i++) {
            int first = i;
            Tally tally = new Tally();
            tallies.add(tally);
            threads.add(Thread.ofPlatform().name("load-" + i).start(() -> ask(first, tally)));
        }
    }

    private void ask(int first, Tally tally) {
        Connection connection = null;
        try {
            for (long number = first; !stopped.get(); number += connections) {
                long planned = begin + number * intervalNanos;
                if (stop.await(planned - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    break;
                }
                connection = ask(connection, planned, tally);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(connection);
        }
    }

    private @Nullable Connection ask(@Nullable Connection open, long planned, Tally tally) {
        Connection connection = open;
        try {
            if (connection == null) {
                connection = new Connection(port, path, headers);
            }
            Connection.Answer answer = connection.get();
            tally.add(System.nanoTime() - planned, answer.ok() ? null : "status " + answer.status());
            if (!answer.closing()) {
                return connection;
            }
        } catch (IOException e) {
            tally.add(System.nanoTime() - planned, e.toString());
        }
        close(connection);
        return null;
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                // It is not used any more.
            }
        }
    }

    /** Stops asking, waits for what is under way, and tells how it went. */
    public Latencies finish() throws InterruptedException {
        close();
        for (Thread thread : threads) {
            thread.join();
        }
        return Latencies.of(tallies);
    }

    @Override
    public void close() {
        stopped.set(true);
        stop.countDown();
    }
}
