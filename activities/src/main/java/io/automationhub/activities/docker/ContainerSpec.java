package io.automationhub.activities.docker;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container to be made; all a caller can say about it. What is not here (privileges, host folders, devices, host
 * namespaces, published ports) no container of the hub can have.
 *
 * @param image id or reference of a local image
 * @param command argument list that replaces the image's command, or null
 * @param variables environment variables, secrets among them; never logged
 * @param network name of a network made by {@link Networks#ensure}
 * @param volumes engine's volume name to the path it is mounted at
 * @param memoryMb hard limit, without swap
 * @param cpus share of cores, such as 0.5
 * @param restart whether the engine starts it again when it ends by itself
 */
public record ContainerSpec(
        String name,
        String image,
        @Nullable List<String> command,
        Map<String, String> variables,
        Map<String, String> labels,
        String network,
        Map<String, String> volumes,
        int memoryMb,
        double cpus,
        boolean restart) {

    /** Leaves the variables out: their values may be secrets. */
    @Override
    public String toString() {
        return "ContainerSpec[" + name + ", " + image + ", variables " + variables.keySet() + "]";
    }
}
