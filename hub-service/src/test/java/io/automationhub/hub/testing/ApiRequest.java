package io.automationhub.hub.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request of a test. */
public final class ApiRequest {

    private final HttpClient client;
    private final OpenApiContract contract;
    private final ObjectMapper mapper;
    private final String method;
    private final String path;
    private final HttpRequest.Builder request;
    private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();
    private @Nullable String key;
    private boolean checked = true;

    ApiRequest(HttpClient client, OpenApiContract contract, ObjectMapper mapper, int port, String method, String path) {
        this.client = client;
        this.contract = contract;
        this.mapper = mapper;
        this.method = method;
        this.path = path;
        this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** Sends a test key that holds these scopes, separated by commas. */
    public ApiRequest scopes(String scopes) {
        return key("test:" + scopes);
    }

    /** Sends a key. */
    public ApiRequest key(String key) {
        this.key = key;
        return this;
    }

    /** Sends no key. */
    public ApiRequest anonymously() {
        key = null;
        return this;
    }

    /** Sets a header. */
    public ApiRequest header(String name, String value) {
        request.setHeader(name, value);
        return this;
    }

    /** Sets a JSON body. */
    public ApiRequest json(String json) {
        return body("application/json", HttpRequest.BodyPublishers.ofString(json));
    }

    /** Sets a body of any media type. */
    public ApiRequest body(String mediaType, HttpRequest.BodyPublisher content) {
        this.body = content;
        return header("Content-Type", mediaType);
    }

    /** Does not hold the answer against the contract. */
    public ApiRequest unchecked() {
        this.checked = false;
        return this;
    }

    /** Sends it; fails the test when the answer is none the contract declares for the operation. */
    public ApiResponse send() {
        if (key != null) {
            header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<byte[]> answer =
                    client.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (checked) {
                AnswerCheck.check(contract, method, URI.create(path).getPath(), answer);
            }
            return new ApiResponse(answer, mapper);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
