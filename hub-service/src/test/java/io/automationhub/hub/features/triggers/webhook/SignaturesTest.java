package io.automationhub.hub.features.triggers.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.hub.features.triggers.settings.SignatureSettings;
import io.automationhub.hub.features.triggers.settings.SignatureSettings.Algorithm;
import io.automationhub.hub.features.triggers.settings.SignatureSettings.Encoding;
import io.automationhub.hub.features.triggers.settings.SignatureStyle;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.hub.features.triggers.settings.WebhookSettings.Respond;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each style takes what is signed rightly and nothing else; what is refused is refused in the same words. */
class SignaturesTest {

    private static final String SECRET = "It's a Secret to Everybody";
    private static final JsonNode NO_BODY = JsonNodeFactory.instance.nullNode();

    private final TestClock clock = new TestClock();
    private final Signatures signatures = new Signatures(clock);

    @Test
    void gitHubsOwnExampleIsTaken() {
        WebhookSettings github = settings(SignatureStyle.GITHUB);
        String right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        taken(github, signed("Hello, World!", "X-Hub-Signature-256", right));
        refused(github, signed("Hello, world!", "X-Hub-Signature-256", right));
        refused(github, signed("Hello, World!", "X-Hub-Signature-256", right.replace("sha256=", "sha1=")));
        refused(github, signed("Hello, World!", "X-Hub-Signature-256", right.substring(0, 30)));
        refused(github, signed("Hello, World!", "X-Hub-Signature-256", ""));
        refused(github, signed("Hello, World!", "X-Hub-Signature", right));
    }

    @Test
    void gitLabSendsTheSecret() {
        WebhookSettings gitlab = settings(SignatureStyle.GITLAB);
        taken(gitlab, signed("{}", "X-Gitlab-Token", SECRET));
        refused(gitlab, signed("{}", "X-Gitlab-Token", SECRET + "!"));
        refused(gitlab, signed("{}", "X-Gitlab-Token", SECRET.toLowerCase(Locale.ROOT)));
        refused(gitlab, signed("{}", "X-Other", SECRET));
    }

    @Test
    void stripeSignsItsTime() {
        WebhookSettings stripe = settings(SignatureStyle.STRIPE);
        long now = clock.instant().getEpochSecond();
        String right = hex(Hmac.of(Algorithm.SHA256, SECRET, bytes(now + ".{\"id\":\"evt_1\"}")));
        Delivery delivery = signed("{\"id\":\"evt_1\"}", "Stripe-Signature", "t=" + now + ",v1=" + right);
        taken(stripe, delivery);
        taken(stripe, signed("{\"id\":\"evt_1\"}", "Stripe-Signature", "t=" + now + ",v1=00,v1=" + right + ",v0=11"));
        refused(stripe, signed("{\"id\":\"evt_2\"}", "Stripe-Signature", "t=" + now + ",v1=" + right));
        refused(stripe, signed("{\"id\":\"evt_1\"}", "Stripe-Signature", "t=" + (now + 1) + ",v1=" + right));
        refused(stripe, signed("{\"id\":\"evt_1\"}", "Stripe-Signature", "t=" + now + ",v0=" + right));
        refused(stripe, signed("{\"id\":\"evt_1\"}", "Stripe-Signature", "v1=" + right));

        clock.advance(Duration.ofMinutes(5));
        taken(stripe, delivery);
        clock.advance(Duration.ofSeconds(1));
        refused(stripe, delivery);
    }

    @Test
    void anHmacIsAsItsSettingsSay() {
        WebhookSettings plain = hmac(null, null, null, null, null);
        String body = "{\"n\": 1}";
        taken(plain, signed(body, "x-signature", hex(Hmac.of(Algorithm.SHA256, SECRET, bytes(body)))));
        refused(plain, signed(body + " ", "x-signature", hex(Hmac.of(Algorithm.SHA256, SECRET, bytes(body)))));
        refused(plain, signed(body, "x-signature", hex(Hmac.of(Algorithm.SHA256, "other", bytes(body)))));
        refused(plain, signed(body, "x-signature", hex(Hmac.of(Algorithm.SHA512, SECRET, bytes(body)))));
        refused(plain, signed(body, "x-signature", base64(Hmac.of(Algorithm.SHA256, SECRET, bytes(body)))));
        refused(plain, signed(body, "x-signature", "not hexadecimal"));

        WebhookSettings odd = hmac("X-Shop-Hmac", Algorithm.SHA512, Encoding.BASE64, "v1;", null);
        String right = base64(Hmac.of(Algorithm.SHA512, SECRET, bytes(body)));
        taken(odd, signed(body, "X-Shop-Hmac", "v1;" + right));
        refused(odd, signed(body, "X-Shop-Hmac", right));
        refused(odd, signed(body, "X-Signature", "v1;" + right));
    }

    @Test
    void anHmacWithATimeIsGoodForSomeMinutes() {
        WebhookSettings timed = hmac(null, null, null, null, "X-Time");
        String now = Long.toString(clock.instant().getEpochSecond());
        String right = hex(Hmac.of(Algorithm.SHA256, SECRET, bytes(now + ".{}")));
        taken(timed, delivery("{}", Map.of("x-signature", right, "x-time", now)));
        refused(timed, delivery("{}", Map.of("x-signature", right)));
        refused(timed, delivery("{}", Map.of("x-signature", right, "x-time", now + "0")));
        refused(timed, delivery("{}", Map.of("x-signature", right, "x-time", "")));
        String untimed = hex(Hmac.of(Algorithm.SHA256, SECRET, bytes("{}")));
        refused(timed, delivery("{}", Map.of("x-signature", untimed, "x-time", now)));
        String word = hex(Hmac.of(Algorithm.SHA256, SECRET, bytes("now.{}")));
        refused(timed, delivery("{}", Map.of("x-signature", word, "x-time", "now")));

        clock.advance(Duration.ofSeconds(301));
        refused(timed, delivery("{}", Map.of("x-signature", right, "x-time", now)));
        String ahead = Long.toString(clock.instant().getEpochSecond() + 301);
        String early = hex(Hmac.of(Algorithm.SHA256, SECRET, bytes(ahead + ".{}")));
        refused(timed, delivery("{}", Map.of("x-signature", early, "x-time", ahead)));
    }

    @Test
    void anAddressIsASecretOnlyWhereNothingIsSigned() {
        WebhookSettings none = settings(SignatureStyle.NONE);
        taken(none, at("secret-in-the-address"), "secret-in-the-address");
        unknown(none, at("secret-in-the-addresS"), "secret-in-the-address");
        unknown(none, at(null), "secret-in-the-address");
        WebhookSettings gitlab = settings(SignatureStyle.GITLAB);
        Delivery both = new Delivery("t", SECRET, Map.of("x-gitlab-token", SECRET), Map.of(), bytes("{}"));
        unknown(gitlab, both, SECRET);
    }

    @Test
    void aDeliveryIsNamedByItsSenderOrItsSignature() {
        assertThat(id(settings(SignatureStyle.GITHUB), Map.of("x-github-delivery", "d-1"), NO_BODY, "hash"))
                .isEqualTo("d-1");
        assertThat(id(settings(SignatureStyle.GITHUB), Map.of(), NO_BODY, "hash"))
                .isEqualTo("hash");
        assertThat(id(settings(SignatureStyle.GITLAB), Map.of("x-gitlab-event-uuid", "u-1"), NO_BODY, ""))
                .isEqualTo("u-1");
        JsonNode event = JsonNodeFactory.instance.objectNode().put("id", "evt_1");
        assertThat(id(settings(SignatureStyle.STRIPE), Map.of(), event, "hash")).isEqualTo("evt_1");
        assertThat(id(settings(SignatureStyle.STRIPE), Map.of(), NO_BODY, "hash"))
                .isEqualTo("hash");
        assertThat(id(settings(SignatureStyle.HMAC), Map.of("x-request-id", "r"), NO_BODY, "hash"))
                .isEqualTo("hash");
        assertThat(id(settings(SignatureStyle.NONE), Map.of(), NO_BODY, ""))
                .isNotEqualTo(id(settings(SignatureStyle.NONE), Map.of(), NO_BODY, ""));
        assertThat(id(settings(SignatureStyle.GITHUB), Map.of("x-github-delivery", "d".repeat(5_000)), NO_BODY, "h"))
                .hasSize(64);
    }

    @Test
    void theSameSignatureInAnotherSpellingNamesTheSameDelivery() {
        WebhookSettings plain = hmac(null, null, null, null, null);
        String right = hex(Hmac.of(Algorithm.SHA256, SECRET, bytes("{}")));
        String lower = signatures.check(plain, SECRET, signed("{}", "x-signature", right));
        String upper = signatures.check(plain, SECRET, signed("{}", "x-signature", right.toUpperCase(Locale.ROOT)));
        assertThat(upper).isEqualTo(lower).isNotEmpty();
    }

    @Test
    void aSenderThatPromisedAnIdHasToSendIt() {
        WebhookSettings named = new WebhookSettings(
                settings(SignatureStyle.HMAC).signature(), "X-Id", List.of(), Respond.ACCEPTED, null);
        assertThat(id(named, Map.of("x-id", "7"), NO_BODY, "hash")).isEqualTo("7");
        assertThatThrownBy(() -> id(named, Map.of(), NO_BODY, "hash"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.MALFORMED));
    }

    private String id(WebhookSettings settings, Map<String, String> headers, JsonNode body, String proof) {
        return signatures.id(settings, new Delivery("t", null, headers, Map.of(), new byte[0]), body, proof);
    }

    private void taken(WebhookSettings settings, Delivery delivery) {
        taken(settings, delivery, SECRET);
    }

    private void taken(WebhookSettings settings, Delivery delivery, String secret) {
        assertThat(signatures.check(settings, secret, delivery)).isNotNull();
    }

    private void refused(WebhookSettings settings, Delivery delivery) {
        assertThatThrownBy(() -> signatures.check(settings, SECRET, delivery))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAUTHENTICATED))
                .hasMessage("The delivery is not signed as it should be");
    }

    private void unknown(WebhookSettings settings, Delivery delivery, String secret) {
        assertThatThrownBy(() -> signatures.check(settings, secret, delivery))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND));
    }

    private static WebhookSettings settings(SignatureStyle style) {
        return new WebhookSettings(
                new SignatureSettings(style, null, null, null, null, null, null),
                null,
                List.of(),
                Respond.ACCEPTED,
                null);
    }

    private static WebhookSettings hmac(
            @Nullable String header,
            @Nullable Algorithm algorithm,
            @Nullable Encoding encoding,
            @Nullable String prefix,
            @Nullable String time) {
        return new WebhookSettings(
                new SignatureSettings(SignatureStyle.HMAC, header, algorithm, encoding, prefix, time, null),
                null,
                List.of(),
                Respond.ACCEPTED,
                null);
    }

    private static Delivery signed(String body, String header, String signature) {
        return delivery(body, Map.of(header.toLowerCase(Locale.ROOT), signature));
    }

    private static Delivery delivery(String body, Map<String, String> headers) {
        return new Delivery("t", null, headers, Map.of(), bytes(body));
    }

    private static Delivery at(@Nullable String token) {
        return new Delivery("t", token, Map.of(), Map.of(), bytes("{}"));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
