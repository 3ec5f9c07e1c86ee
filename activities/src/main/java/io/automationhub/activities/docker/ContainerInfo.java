package io.automationhub.activities.docker;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine sees it.
 *
 * @param image id of its image
 * @param addresses network name to IPv4 address, only while it runs
 * @param restarts how often the engine started it again by itself
 * @param startedAt null when it was never started
 * @param finishedAt null when it never ended
 */
public record ContainerInfo(
        String id,
        String name,
        String image,
        Status status,
        int exitCode,
        boolean outOfMemory,
        int restarts,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Map<String, String> labels,
        Map<String, String> addresses) {

    /** What it is doing. */
    public enum Status {
        CREATED,
        RUNNING,
        RESTARTING,
        EXITED,
        /** Paused, being removed or dead. */
        OTHER
    }

    public boolean running() {
        return status == Status.RUNNING;
    }

    /** Value of a label, or null. */
    public @Nullable String label(String name) {
        return labels.get(name);
    }

    /** Whether it carries all of these labels. */
    public boolean carries(Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    /** Its address in a network; null while it does not run. */
    public @Nullable String address(String network) {
        String address = addresses.get(network);
        return address == null || address.isEmpty() ? null : address;
    }
}
