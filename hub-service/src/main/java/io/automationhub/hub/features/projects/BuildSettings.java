package io.automationhub.hub.features.projects;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a source becomes an image. Components left null by a request take their default.
 *
 * @param dockerfile path below the context, {@code Dockerfile}
 * @param context path below the repository's root, {@code .}
 * @param args build arguments
 * @param target stage of a multi-stage build, or null for the last
 * @param memoryMb most memory a build step may use, mebibytes
 * @param cpus most processor time a build step may use, in cores
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildSettings(
        @Nullable String dockerfile,
        @Nullable String context,
        @Nullable Map<String, String> args,
        @Nullable String target,
        @Nullable Integer memoryMb,
        @Nullable Double cpus) {

    public BuildSettings {
        // In the order they were given in, which they are stored in again.
        args = args == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(args));
    }

    /** With every default filled in, and nothing null but the target. */
    public BuildSettings withDefaults() {
        return new BuildSettings(
                dockerfile == null ? "Dockerfile" : dockerfile,
                context == null ? "." : context,
                args == null ? Map.of() : args,
                target,
                memoryMb == null ? 2048 : memoryMb,
                cpus == null ? 2.0 : cpus);
    }

    /** The defaults alone. */
    public static BuildSettings defaults() {
        return new BuildSettings(null, null, null, null, null, null).withDefaults();
    }
}
