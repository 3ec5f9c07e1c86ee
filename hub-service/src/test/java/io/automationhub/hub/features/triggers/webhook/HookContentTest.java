package io.automationhub.hub.features.triggers.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.triggers.settings.SignatureSettings;
import io.automationhub.hub.features.triggers.settings.SignatureStyle;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.hub.features.triggers.settings.WebhookSettings.Respond;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HookContentTest {

    private static final WebhookSettings SETTINGS = new WebhookSettings(
            new SignatureSettings(SignatureStyle.HMAC, "X-Shop-Hmac", null, null, null, null, null),
            null,
            List.of("X-Team"),
            Respond.ACCEPTED,
            null);

    private final HookContent contents = new HookContent(Json.mapper());

    @Test
    void aBodyIsJsonWhereItSaysSoAndTextElsewhere() {
        assertThat(body("application/json", "{\"n\": 1}").path("n").asInt()).isEqualTo(1);
        assertThat(body("application/cloudevents+json; charset=utf-8", "[1]").isArray())
                .isTrue();
        assertThat(body("application/x-www-form-urlencoded", "a=1&b=2").textValue())
                .isEqualTo("a=1&b=2");
        assertThat(body("text/plain", "{\"n\": 1}").textValue()).isEqualTo("{\"n\": 1}");
        assertThat(body("application/json", "").isNull()).isTrue();
    }

    @Test
    void whatIsNeitherOrCannotBeKeptIsRefused() {
        refused(ProblemType.MALFORMED, delivery(Map.of("content-type", "application/json"), bytes("{")));
        refused(ProblemType.MALFORMED, delivery(Map.of("content-type", "image/png"), new byte[] {(byte) 0x89, 'P'}));
        refused(ProblemType.INVALID, delivery(Map.of("content-type", "text/plain"), new byte[] {'a', 0}));
    }

    @Test
    void headersAreShownThatAreUsualOrAskedForAndNoneThatProveAnything() {
        Delivery delivery = new Delivery(
                "t",
                null,
                Map.of(
                        "content-type", "text/plain",
                        "x-github-event", "push",
                        "x-team", "core",
                        "x-shop-hmac", "00",
                        "authorization", "Bearer a",
                        "cookie", "a=b",
                        "x-other", "unasked"),
                Map.of("q", List.of("1"), "many", List.of("1", "2")),
                bytes("hello"));
        JsonNode content = contents.of(SETTINGS, delivery, contents.body(delivery));
        assertThat(content.path("headers").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("content-type", "x-github-event", "x-team");
        assertThat(content.at("/query/q").textValue()).isEqualTo("1");
        assertThat(content.at("/query/many")).hasSize(2);
        assertThat(content.path("body").textValue()).isEqualTo("hello");
    }

    private JsonNode body(String media, String text) {
        return contents.body(delivery(Map.of("content-type", media), bytes(text)));
    }

    private void refused(ProblemType type, Delivery delivery) {
        assertThatThrownBy(() -> contents.body(delivery))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }

    private static Delivery delivery(Map<String, String> headers, byte[] body) {
        return new Delivery("t", null, headers, Map.of(), body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
