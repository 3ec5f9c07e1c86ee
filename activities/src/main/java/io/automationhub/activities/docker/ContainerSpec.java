package io.automationhub.activities.docker;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container to be made; all a caller can say about it. What is not here (privileges, host folders, devices, host
 * namespaces, published ports) no container of the hub can have.
 *
 * @param image id or reference of a local image
 * @param program argument list that runs in the place of the image's entrypoint and command, exactly as it is; or null
 * @param command argument list that replaces the image's command and is given to its entrypoint, or null
 * @param variables environment variables, secrets among them; never logged
 * @param network name of a network made by {@link Networks#ensure}; null for none but its own loopback
 * @param volumes engine's volume name to the path it is mounted at
 * @param memoryMb hard limit, without swap
 * @param cpus share of cores, such as 0.5
 * @param restart whether the engine starts it again when it ends by itself
 * @param pids processes and threads it may have at once
 * @param folder where its program begins, or null for what the image says
 */
public record ContainerSpec(
        String name,
        String image,
        @Nullable List<String> program,
        @Nullable List<String> command,
        Map<String, String> variables,
        Map<String, String> labels,
        @Nullable String network,
        Map<String, String> volumes,
        int memoryMb,
        double cpus,
        boolean restart,
        int pids,
        @Nullable String folder) {

    /** Threads count too, and a busy JVM has hundreds. */
    public static final int MAX_PIDS = 4096;

    /** A container that runs what its image says, or a command that is given to that. */
    public ContainerSpec(
            String name,
            String image,
            @Nullable List<String> command,
            Map<String, String> variables,
            Map<String, String> labels,
            @Nullable String network,
            Map<String, String> volumes,
            int memoryMb,
            double cpus,
            boolean restart) {
        this(name, image, null, command, variables, labels, network, volumes, memoryMb, cpus, restart, MAX_PIDS, null);
    }

    /** The same container with a program of its own, whatever the image would run. */
    public ContainerSpec running(List<String> other) {
        return new ContainerSpec(
                name, image, other, null, variables, labels, network, volumes, memoryMb, cpus, restart, pids, folder);
    }

    /** Leaves the variables out: their values may be secrets. */
    @Override
    public String toString() {
        return "ContainerSpec[" + name + ", " + image + ", variables " + variables.keySet() + "]";
    }
}
