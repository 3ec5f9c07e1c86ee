package io.automationhub.hub.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What came back. */
public final class ApiResponse {

    private final HttpResponse<byte[]> answer;
    private final ObjectMapper mapper;

    ApiResponse(HttpResponse<byte[]> answer, ObjectMapper mapper) {
        this.answer = answer;
        this.mapper = mapper;
    }

    public int status() {
        return answer.statusCode();
    }

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    /** The body as text. */
    public String text() {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** The body's tree. */
    public JsonNode json() {
        try {
            return mapper.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(text(), e);
        }
    }

    /** The {@code code} of a problem; empty for other answers. */
    public String code() {
        return json().path("code").asText();
    }

    /** The body as a value. */
    public <T> T as(Class<T> type) {
        try {
            return mapper.treeToValue(json(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(text(), e);
        }
    }

    @Override
    public String toString() {
        return status() + " " + text();
    }
}
