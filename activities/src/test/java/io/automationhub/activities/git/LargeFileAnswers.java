package io.automationhub.activities.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Git LFS's server side: what git-lfs committed into the repositories below a folder. */
final class LargeFileAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LargeFileAnswers() {}

    /** Answers a batch call: all objects are at an origin. */
    static void batch(HttpExchange exchange, String origin) throws IOException {
        JsonNode question = JSON.readTree(exchange.getRequestBody());
        ObjectNode answer = JSON.createObjectNode().put("transfer", "basic");
        ArrayNode objects = answer.putArray("objects");
        for (JsonNode wanted : question.path("objects")) {
            ObjectNode object = objects.addObject();
            object.setAll((ObjectNode) wanted);
            object.putObject("actions")
                    .putObject("download")
                    .put("href", origin + "/large/" + wanted.path("oid").asText() + "?signed=1");
        }
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.git-lfs+json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Gives out the content of one. */
    static void content(HttpExchange exchange, Path root, @Nullable String corrupt) throws IOException {
        String digest = exchange.getRequestURI().getPath().substring("/large/".length());
        Optional<Path> file;
        try (var all = Files.walk(root)) {
            file = all.filter(path ->
                            path.endsWith(Path.of("objects", digest.substring(0, 2), digest.substring(2, 4), digest)))
                    .findFirst();
        }
        if (file.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] body = corrupt == null ? Files.readAllBytes(file.get()) : corrupt.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }
}
