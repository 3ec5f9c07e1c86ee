package io.automationhub.hub.features.logs;

import io.automationhub.workflows.ids.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way to the store, in order, or the word that a group or step has ended.
 *
 * @param id made once, so that a chunk whose commit had an unknown outcome is not stored twice
 * @param group see {@link LogAddress}
 * @param lines how many, 0 for an end
 * @param rawBytes of the text, one counted for each line end
 * @param first earliest time of a line
 * @param last latest time of a line
 * @param steps who wrote them
 * @param data see {@link ChunkCodec}, empty for an end
 * @param ends null for lines; the step that ended, or empty when the group did
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogChunk(
        UUID id,
        OrganizationId organization,
        String group,
        int lines,
        long rawBytes,
        Instant first,
        Instant last,
        List<String> steps,
        byte[] data,
        @Nullable String ends) {

    LogChunk {
        steps = List.copyOf(steps);
    }

    /** The end of a step, or of the whole group where {@code step} is empty. */
    static LogChunk end(UUID id, OrganizationId organization, String group, String step) {
        Instant now = Instant.now();
        return new LogChunk(id, organization, group, 0, 0, now, now, List.of(), new byte[0], step);
    }

    /** Roughly what it takes in memory. */
    int weight() {
        return data.length + 400;
    }
}
