package io.automationhub.hub.features.triggers.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.automationhub.hub.features.events.PayloadCheck;
import io.automationhub.hub.features.triggers.settings.SettingsChecks;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes what expressions see of a delivery. */
final class HookContent {

    /** Headers runs may be shown although nobody asked for them. */
    private static final List<String> USUAL = List.of(
            "content-type",
            "user-agent",
            "x-github-event",
            "x-github-delivery",
            "x-gitlab-event",
            "x-gitlab-event-uuid",
            "x-gitlab-instance",
            "ce-id",
            "ce-source",
            "ce-type");

    private final ObjectMapper json;

    HookContent(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The body: its tree where it is JSON, else its text; null where there is none.
     *
     * @throws ProblemException {@code malformed} when it is no JSON although it says so, or no text in UTF-8;
     *     {@code invalid} when it cannot be kept
     */
    JsonNode body(Delivery delivery) {
        if (delivery.body().length == 0) {
            return json.nullNode();
        }
        JsonNode body = isJson(delivery.header("content-type")) ? tree(delivery.body()) : text(delivery.body());
        PayloadCheck.check(body, "");
        return body;
    }

    /** {@code body}, {@code headers} and {@code query}. */
    ObjectNode of(WebhookSettings settings, Delivery delivery, JsonNode body) {
        ObjectNode content = json.createObjectNode();
        content.set("body", body);
        ObjectNode headers = content.putObject("headers");
        USUAL.forEach(name -> show(name, settings, delivery, headers));
        settings.headers().forEach(name -> show(name.toLowerCase(Locale.ROOT), settings, delivery, headers));
        ObjectNode query = content.putObject("query");
        delivery.query().forEach((name, values) -> query.set(name, values(values)));
        PayloadCheck.check(query, "/query");
        return content;
    }

    private static void show(String name, WebhookSettings settings, Delivery delivery, ObjectNode into) {
        String value = delivery.header(name);
        if (value != null && SettingsChecks.mayBeShown(name, settings)) {
            into.put(name, value);
        }
    }

    private JsonNode values(List<String> values) {
        if (values.size() == 1) {
            return TextNode.valueOf(values.getFirst());
        }
        ArrayNode all = json.createArrayNode();
        values.forEach(all::add);
        return all;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || media.endsWith("+json");
    }

    private JsonNode tree(byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.MALFORMED, "The body is not valid JSON", e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode text(byte[] bytes) {
        try {
            return TextNode.valueOf(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new ProblemException(ProblemType.MALFORMED, "The body is neither JSON nor text in UTF-8", e);
        }
    }
}
