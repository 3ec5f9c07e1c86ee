package io.automationhub.activities.edge;

import com.sun.net.httpserver.HttpServer;
import io.automationhub.workflows.pipeline.InstanceInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An application: says its name, fails at {@code /fail}, and at {@code /slow} waits until it is told to go on. */
final class TestServer implements AutoCloseable {

    final String name;
    final AtomicInteger slowBegun = new AtomicInteger();
    final CountDownLatch goOn = new CountDownLatch(1);
    private final HttpServer server;

    TestServer(String name) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/slow")) {
                slowBegun.incrementAndGet();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] body = name.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.equals("/fail") ? 500 : 200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    InstanceInfo instance() {
        return new InstanceInfo(
                name, "c-" + name, "127.0.0.1", server.getAddress().getPort());
    }

    @Override
    public void close() {
        goOn.countDown();
        server.stop(0);
    }
}
