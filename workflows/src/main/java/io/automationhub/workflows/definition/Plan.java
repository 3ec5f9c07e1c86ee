package io.automationhub.workflows.definition;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A definition with every {@code uses} resolved: what a run carries, so that it never depends on what the registry says
 * later.
 *
 * @param format version of this record's shape
 * @param name the workflow's name
 * @param concurrency as in the definition
 * @param timeout as in the definition
 * @param failFast as in the definition
 * @param compensateOnCancel as in the definition
 * @param steps in an order where each comes after what it needs; steps of an error handler come right after theirs
 * @param outputs as in the definition
 */
public record Plan(
        int format,
        String name,
        @Nullable ConcurrencyRule concurrency,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Duration timeout,

        boolean failFast,
        boolean compensateOnCancel,
        List<PlannedStep> steps,
        ObjectNode outputs) {

    /** The shape this version of the hub writes. */
    public static final int FORMAT = 1;

    public Plan {
        steps = List.copyOf(steps);
    }
}
