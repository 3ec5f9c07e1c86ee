package io.automationhub.activities.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A git server on loopback: git's own CGI program behind a small HTTP server. */
final class GitHttpServer implements AutoCloseable {

    private final HttpServer server;
    private final Path root;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile @Nullable String authorization;
    private volatile @Nullable String redirect;
    private volatile boolean oldProtocol;
    private volatile boolean slow;
    private volatile @Nullable String largeFiles;
    private volatile @Nullable String corrupt;
    private volatile Runnable onRequest = () -> {};

    private GitHttpServer(HttpServer server, Path root) {
        this.server = server;
        this.root = root;
    }

    /** Serves every repository below a folder. */
    static GitHttpServer start(Path root) throws IOException {
        return start(root, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** The same over TLS. */
    static GitHttpServer start(Path root, SSLContext tls) throws IOException {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        return start(root, https);
    }

    private static GitHttpServer start(Path root, HttpServer http) {
        GitHttpServer server = new GitHttpServer(http, root);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", server::serve);
        http.start();
        return server;
    }

    /** From now on only this Authorization header is let in. */
    void require(String header) {
        authorization = header;
    }

    /** From now on everything is redirected. */
    void redirectTo(String origin) {
        redirect = origin;
    }

    /** From now on it speaks git's protocol version 0, in which commits are not given out by id. */
    void speakOldProtocol() {
        oldProtocol = true;
    }

    /** From now on it sends about a megabyte a second. */
    void slowDown() {
        slow = true;
    }

    void onRequest(Runnable action) {
        onRequest = action;
    }

    List<String> requests() {
        return requests;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String host, Repository repository) {
        return origin(host) + "/" + root.relativize(repository.path());
    }

    String origin(String host) {
        return (server instanceof HttpsServer ? "https://" : "http://") + host + ":" + port();
    }

    /** What came as Authorization, a value for each request, {@code none} where there was none. */
    List<String> authorizations() {
        return authorizations;
    }

    /** From now on large files are said to be at this origin; by default they are at the one asked. */
    void keepLargeFilesAt(String origin) {
        largeFiles = origin;
    }

    /** From now on these bytes are given out for each large file. */
    void corruptLargeFiles(String content) {
        corrupt = content;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestHeaders().getFirst("Host") + " " + exchange.getRequestURI());
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(sent == null ? "none" : sent);
            onRequest.run();
            String required = authorization;
            String away = redirect;
            if (away != null) {
                exchange.getResponseHeaders().set("Location", away + exchange.getRequestURI());
                exchange.sendResponseHeaders(302, -1);
            } else if (required != null
                    && !required.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestURI().getPath().contains("/info/lfs/")) {
                LargeFileAnswers.batch(
                        exchange,
                        largeFiles == null
                                ? "http://" + exchange.getRequestHeaders().getFirst("Host")
                                : largeFiles);
            } else if (exchange.getRequestURI().getPath().startsWith("/large/")) {
                LargeFileAnswers.content(exchange, root, corrupt);
            } else {
                backend(exchange);
            }
        }
    }

    private void backend(HttpExchange exchange) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        var environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_0", "*");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put("REMOTE_ADDR", "127.0.0.1");
        put(environment, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
        put(environment, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
        put(environment, "HTTP_CONTENT_ENCODING", exchange.getRequestHeaders().getFirst("Content-Encoding"));
        if (!oldProtocol) {
            put(environment, "GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
        }
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Thread feed = Thread.startVirtualThread(() -> feed(exchange, process));
        try (InputStream in = process.getInputStream()) {
            int status = headers(exchange, in);
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                copy(in, out);
            }
        }
        feed.interrupt();
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            if (slow) {
                out.flush();
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private static void feed(HttpExchange exchange, Process process) {
        try (OutputStream out = process.getOutputStream()) {
            exchange.getRequestBody().transferTo(out);
        } catch (IOException e) {
            process.destroy();
        }
    }

    private static int headers(HttpExchange exchange, InputStream in) throws IOException {
        int status = 200;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            if (name.equals("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(name, value);
            }
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void put(java.util.Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }
}
