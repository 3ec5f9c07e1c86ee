package io.automationhub.hub;

import io.automationhub.hub.platform.settings.HubSettings;

/** What the operator reads when the hub has started. Goes to standard output only: it may hold the first key. */
final class Announcement {

    private Announcement() {}

    /** Shown as soon as the key exists: a start that fails later must not lose it. */
    static void firstKey(String key) {
        System.out.println("\n  The administrator's key, shown this once:\n\n    " + key + "\n");
    }

    static void ready(HubSettings settings, boolean trial) {
        StringBuilder text = new StringBuilder("\n");
        text.append("  Automation Hub is ready: ")
                .append(settings.http().publicUrl())
                .append('\n');
        text.append("  Applications answer at:  http://")
                .append(settings.edgeBind())
                .append('\n');
        if (trial) {
            text.append("\n  TRIAL MODE: there is no Temporal server, so nothing that runs survives a restart.\n");
        }
        System.out.println(text);
    }
}
