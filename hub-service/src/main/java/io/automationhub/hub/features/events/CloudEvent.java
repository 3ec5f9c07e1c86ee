package io.automationhub.hub.features.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is sent out: CloudEvents 1.0 in JSON, with the {@code sequence} extension.
 *
 * @param type the topic
 * @param sequence the number to resume after
 * @param data the payload
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CloudEvent(
        String specversion,
        UUID id,
        String source,
        String type,
        @Nullable String subject,
        Instant time,
        String datacontenttype,
        String sequence,
        JsonNode data) {

    /** An event of the bus. */
    public static CloudEvent of(HubEvent event) {
        return new CloudEvent(
                "1.0",
                event.id(),
                event.source(),
                event.topic(),
                event.subject(),
                event.time(),
                "application/json",
                Long.toString(event.seq()),
                event.payload());
    }
}
