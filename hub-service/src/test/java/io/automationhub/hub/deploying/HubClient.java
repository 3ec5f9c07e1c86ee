package io.automationhub.hub.deploying;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client of the REST API. */
public final class HubClient {

    /** One server-sent event. */
    record Event(String id, String data) {}

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final String key;

    HubClient(int port, String key) {
        this.port = port;
        this.key = key;
    }

    /** Whether the hub and all it stands on answer. */
    boolean isReady() throws InterruptedException {
        try {
            return HTTP.send(request("/health/ready").build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What is at a path, which has to be there. */
    public JsonNode get(String path) {
        return json(request(path).build());
    }

    String text(String path) {
        return successful(request(path).header("Accept", "text/plain").build());
    }

    /** What a creation or an action answers, which has to succeed. */
    public JsonNode post(String path, String body) {
        return json(withBody("POST", path, body));
    }

    /** The same with a document in YAML. */
    public JsonNode postYaml(String path, String body) {
        return json(request(path)
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public JsonNode put(String path, String body) {
        return json(withBody("PUT", path, body));
    }

    /** The problem that a request with a body is answered with; its status has to be this one. */
    public JsonNode refused(int status, String path, String body) {
        HttpResponse<String> response = send(withBody("POST", path, body), BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(status);
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status of the answer to a request without a body, whatever it is. */
    public int status(String method, String path) {
        HttpRequest request = request(path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return send(request, BodyHandlers.discarding()).statusCode();
    }

    /** The first events of a stream, all when it ends sooner. */
    List<Event> events(String path, @Nullable String lastEventId, int most) {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        List<Event> events = new ArrayList<>();
        HttpResponse<Stream<String>> response = send(request.build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        try (Stream<String> lines = response.body()) {
            String id = "";
            var all = lines.iterator();
            while (events.size() < most && all.hasNext()) {
                String line = all.next();
                if (line.startsWith("id:")) {
                    id = line.substring("id:".length()).strip();
                } else if (line.startsWith("data:") && !id.isEmpty()) {
                    events.add(new Event(id, line.substring("data:".length()).strip()));
                    id = "";
                }
            }
        }
        return events;
    }

    private HttpRequest withBody(String method, String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key);
    }

    private static JsonNode json(HttpRequest request) {
        try {
            return JSON.readTree(successful(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String successful(HttpRequest request) {
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as("%s %s: %s", request.method(), request.uri(), response.body())
                .isBetween(200, 299);
        return response.body();
    }

    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
