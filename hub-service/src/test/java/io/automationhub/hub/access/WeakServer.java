package io.automationhub.hub.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Authorization as it has been got wrong: by the text of the path, by the look of the key, with one operation forgotten
 * and a header believed. The matrix has to notice each of these.
 */
final class WeakServer implements AutoCloseable {

    private final HttpServer server;
    private final String forgotten;

    WeakServer(String forgotten) throws IOException {
        this.forgotten = forgotten;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getRawPath();
            String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean guarded = path.startsWith("/api/v1/") && !path.equals(forgotten);
            boolean overridden = exchange.getRequestHeaders().containsKey("X-HTTP-Method-Override");
            exchange.sendResponseHeaders(overridden || !guarded || key.contains("hub_") ? 200 : 401, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
