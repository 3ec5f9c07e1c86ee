package io.automationhub.hub.features.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Turns rows into events, and events into what is sent out. */
final class EventMapper {

    private final ObjectMapper json;

    EventMapper(ObjectMapper json) {
        this.json = json;
    }

    HubEvent event(EventRow row) {
        return new HubEvent(
                row.organizationId(),
                row.seq(),
                row.position(),
                row.id(),
                row.topic(),
                row.source(),
                row.subject(),
                read(row.payload()),
                row.time());
    }

    CloudEvent cloudEvent(EventRow row) {
        return CloudEvent.of(event(row));
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
