package io.automationhub.workflows.pipeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to tell that an instance may get traffic; probed from outside the container.
 *
 * @param type {@code NONE} still asks that the port listens and the container runs when the start period ends
 * @param path request target of an HTTP check, {@code /} when null
 * @param expectStatus status an HTTP check must answer; null accepts 200 to 399
 * @param command argument list run inside the container for a command check; exit code 0 is healthy
 * @param startPeriodSeconds failures within it do not count against {@code retries}
 * @param intervalSeconds pause between probes
 * @param timeoutSeconds how long one probe may take
 * @param retries failures in a row, after the start period, that make it unhealthy
 */
public record HealthCheck(
        Type type,
        @Nullable String path,
        @Nullable Integer expectStatus,
        @Nullable List<String> command,
        double startPeriodSeconds,
        double intervalSeconds,
        double timeoutSeconds,
        int retries) {

    /** What a probe does. */
    public enum Type {
        @JsonProperty("http")
        HTTP,
        @JsonProperty("tcp")
        TCP,
        @JsonProperty("command")
        COMMAND,
        @JsonProperty("none")
        NONE
    }
}
