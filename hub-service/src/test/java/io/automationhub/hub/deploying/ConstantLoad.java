package io.automationhub.hub.deploying;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Kept-alive clients that ask the edge all the time, about a hundred requests a second together. */
final class ConstantLoad implements AutoCloseable {

    private static final int CLIENTS = 10;
    private static final int PAUSE_MILLIS = 100;

    private final int port;
    private final String host;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> bodies = ConcurrentHashMap.newKeySet();

    ConstantLoad(int port, String host) {
        this.port = port;
        this.host = host;
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().name("load-" + i).start(this::ask));
        }
    }

    /** Requests answered with 200 so far. */
    int answered() {
        return answered.get();
    }

    /** What went wrong so far. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Every different page seen so far. */
    Set<String> pages() {
        return Set.copyOf(bodies);
    }

    private void ask() {
        try {
            boolean stopping = false;
            while (!stopping) {
                try (EdgeConnection connection = new EdgeConnection(port, host)) {
                    boolean open = true;
                    while (open && !stopping) {
                        EdgeConnection.Answer answer = connection.get("/");
                        if (answer.status() == 200) {
                            answered.incrementAndGet();
                            bodies.add(answer.body());
                        } else {
                            failures.add("status " + answer.status());
                        }
                        open = !answer.closing();
                        stopping = stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                    }
                } catch (IOException e) {
                    failures.add(e.toString());
                    stopping = stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
