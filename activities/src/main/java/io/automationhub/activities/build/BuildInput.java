package io.automationhub.activities.build;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to build and as what.
 *
 * @param checkout folder of the source
 * @param context folder of the context, relative to the checkout
 * @param dockerfile relative to the context
 * @param args values for {@code ARG}; they stay visible in the image's history, so none of them is a secret
 * @param target stage to stop at, or null for the last
 * @param memoryMb limit of each step of the build
 * @param cpus share of cores of each step
 * @param repository name of the image, such as {@code hub/shop}
 * @param tag the image gets
 * @param labels the image gets
 */
public record BuildInput(
        Path checkout,
        String context,
        String dockerfile,
        Map<String, String> args,
        @Nullable String target,
        int memoryMb,
        double cpus,
        String repository,
        String tag,
        Map<String, String> labels) {}
