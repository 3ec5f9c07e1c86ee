package io.automationhub.activities.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;

/** Turns what the client library throws into problems. */
final class EngineErrors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EngineErrors() {}

    /** Runs a call of the engine. */
    static <T> T mapped(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw map(e);
        }
    }

    /** The problem an exception stands for; problems stay as they are. */
    static RuntimeException map(RuntimeException e) {
        if (e instanceof ProblemException || e instanceof java.util.concurrent.CancellationException) {
            return e;
        }
        if (e instanceof DockerException engine) {
            return ofStatus(engine.getHttpStatus(), String.valueOf(engine.getMessage()), engine);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return away(e);
            }
        }
        return new ProblemException(ProblemType.INTERNAL_ERROR, "The engine's answer could not be understood", e);
    }

    static ProblemException away(Throwable cause) {
        return new ProblemException(ProblemType.UNAVAILABLE, "The Docker engine does not answer", cause);
    }

    /** The problem for an HTTP status of the engine; {@code body} may be its JSON or a message that ends with it. */
    static ProblemException ofStatus(int status, String body, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = message(body);
        if (isDiskFull(message)) {
            return new ProblemException(ProblemType.DISK_FULL, "The disk of the Docker engine is full", cause);
        }
        ProblemType type = switch (status) {
            case 400 -> ProblemType.INVALID;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 409 -> ProblemType.CONFLICT;
            case 503 -> ProblemType.UNAVAILABLE;
            default -> ProblemType.UPSTREAM_FAILED;
        };
        return new ProblemException(type, "Docker engine: " + message, cause);
    }

    /** Whether an engine's or builder's message says that there is no space left. */
    static boolean isDiskFull(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left on device") || lower.contains("disk quota exceeded");
    }

    private static String message(String body) {
        int json = body.indexOf('{');
        if (json >= 0) {
            try {
                JsonNode found = JSON.readTree(body.substring(json)).path("message");
                if (found.isTextual()) {
                    return Names.printable(found.asText());
                }
            } catch (JsonProcessingException e) {
                return Names.printable(body);
            }
        }
        return Names.printable(body);
    }
}
