package io.automationhub.activities.docker;

import java.util.List;
import java.util.Map;

/**
 * An image on the engine.
 *
 * @param id {@code sha256:…}
 * @param tags references it is known by
 */
public record ImageInfo(String id, List<String> tags, long sizeBytes, Map<String, String> labels) {}
