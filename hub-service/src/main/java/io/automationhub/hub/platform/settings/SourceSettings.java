package io.automationhub.hub.platform.settings;

import java.nio.file.Path;
import java.util.List;

/**
 * Where sources may come from and what builds may reach.
 *
 * @param roots folders below which local repositories may be deployed from
 * @param privateAddresses whether git servers, webhooks and the like may have private addresses
 * @param buildNetwork {@code default}, {@code none} or {@code host}
 */
public record SourceSettings(List<Path> roots, boolean privateAddresses, String buildNetwork) {

    public SourceSettings {
        roots = List.copyOf(roots);
    }
}
