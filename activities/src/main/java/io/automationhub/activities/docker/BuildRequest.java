package io.automationhub.activities.docker;

import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One image build.
 *
 * @param context tar stream, read once and closed
 * @param dockerfile path inside the context
 * @param target build stage to stop at, or null for the last
 * @param tag reference the image gets
 * @param memoryMb limit of each step of the build, without swap
 * @param cpus share of cores of each step
 * @param network {@code default}, {@code none} or {@code host}: set by whoever runs the host, never by a project
 */
public record BuildRequest(
        InputStream context,
        String dockerfile,
        Map<String, String> args,
        @Nullable String target,
        Map<String, String> labels,
        String tag,
        int memoryMb,
        double cpus,
        String network) {}
