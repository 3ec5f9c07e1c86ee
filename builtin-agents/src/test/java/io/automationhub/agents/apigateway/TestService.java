package io.automationhub.agents.apigateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Another company's service: answers what a test said for a path, and keeps what it was asked. */
final class TestService implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    interface Behaviour {
        void answer(HttpExchange exchange, byte[] body) throws IOException;
    }

    /** A request that came. */
    record Seen(String method, String uri, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of("none")));
        }
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final HttpServer server;

    TestService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** A URL of it under a name that leads here. */
    String url(String host, String path) {
        return "http://" + host + ":" + port() + path;
    }

    void on(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
    }

    void on(String path, int status, String type, String body) {
        on(path, (exchange, asked) -> write(exchange, status, type, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Each status once, then the last. */
    void inTurn(String path, String retryAfter, int... statuses) {
        AtomicInteger turn = new AtomicInteger();
        on(path, (exchange, asked) -> {
            int status = statuses[Math.min(turn.getAndIncrement(), statuses.length - 1)];
            if (status != 200 && !retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            write(exchange, status, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        });
    }

    Seen last() {
        return seen.getLast();
    }

    static void write(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    static String decoded(String uri) {
        return URLDecoder.decode(uri, StandardCharsets.UTF_8);
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        seen.add(new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(body, StandardCharsets.UTF_8)));
        Behaviour behaviour = behaviours.get(exchange.getRequestURI().getPath());
        try (exchange) {
            if (behaviour == null) {
                write(exchange, 200, "application/json", "{\"ok\":true}".getBytes(StandardCharsets.UTF_8));
            } else {
                behaviour.answer(exchange, body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
