package io.automationhub.hub.features.triggers.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a trigger waits for. */
public enum TriggerType {
    /** A time. */
    SCHEDULE(ScheduleSettings.class),
    /** A request from elsewhere. */
    WEBHOOK(WebhookSettings.class),
    /** An event on the bus. */
    EVENT(EventSettings.class),
    /** The end of another workflow's run. */
    RUN(RunSettings.class);

    private final Class<? extends TriggerSettings> settings;

    TriggerType(Class<? extends TriggerSettings> settings) {
        this.settings = settings;
    }

    /** What triggers of the type are set by. */
    public Class<? extends TriggerSettings> settings() {
        return settings;
    }

    /** The word the API and the database use. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a word; {@link IllegalArgumentException} for any other. */
    @JsonCreator
    public static TriggerType of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
