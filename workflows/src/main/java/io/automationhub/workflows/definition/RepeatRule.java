package io.automationhub.workflows.definition;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;

/**
 * Polls: calls again until a condition holds.
 *
 * @param until expression over {@code output} and {@code turn}, besides the step's own variables
 * @param every pause between calls
 * @param maxTimes calls in all; the step fails with {@code timeout} when the last one leaves the condition unmet
 */
public record RepeatRule(
        String until,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Duration every,
        int maxTimes) {}
