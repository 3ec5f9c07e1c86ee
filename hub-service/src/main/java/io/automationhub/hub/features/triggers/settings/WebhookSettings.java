package io.automationhub.hub.features.triggers.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a webhook.
 *
 * @param signature how deliveries are signed
 * @param deliveryHeader carries an id that a repeated delivery repeats, or null
 * @param headers names of headers that become {@code trigger.headers}, besides the usual ones
 * @param respond what the sender is answered; {@code accepted} when left out
 * @param waitSeconds how long {@code result} waits for the run's end; 30 when left out
 */
public record WebhookSettings(
        SignatureSettings signature,
        @Nullable String deliveryHeader,
        List<String> headers,
        Respond respond,
        @Nullable Integer waitSeconds)
        implements TriggerSettings {

    private static final int DEFAULT_WAIT = 30;

    /** What a sender is answered. */
    public enum Respond {
        /** The run's id, at once. */
        @JsonProperty("accepted")
        ACCEPTED,
        /** The run's end, if it comes in time. */
        @JsonProperty("result")
        RESULT
    }

    public WebhookSettings {
        headers = headers == null ? List.of() : List.copyOf(headers);
        respond = respond == null ? Respond.ACCEPTED : respond;
    }

    /** Seconds to wait for the run's end. */
    public int waitOrDefault() {
        return waitSeconds == null ? DEFAULT_WAIT : waitSeconds;
    }
}
