package io.automationhub.hub.features.triggers.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.automationhub.hub.features.triggers.settings.SignatureSettings;
import io.automationhub.hub.features.triggers.settings.SignatureSettings.Algorithm;
import io.automationhub.hub.features.triggers.settings.SignatureStyle;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.hub.features.triggers.settings.WebhookSettings.Respond;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.testing.TestClock;
import io.automationhub.workflows.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No forged delivery is taken; the same list catches checks that are weak in the ways others have been. */
class ForgedDeliveriesTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String BODY = "{\"ref\":\"main\"}";

    private final TestClock clock = new TestClock();
    private final long signedAt = clock.instant().getEpochSecond();
    private final WebhookSettings timed = settings(SignatureStyle.HMAC, "X-Time");
    private final WebhookSettings github = settings(SignatureStyle.GITHUB, null);
    private final Signatures real = new Signatures(clock);

    /** What decides on deliveries; throws to refuse one. */
    @FunctionalInterface
    private interface Check {
        void check(WebhookSettings settings, String secret, Delivery delivery);
    }

    private record Forged(String how, WebhookSettings settings, Delivery delivery) {}

    private List<Forged> forged() {
        String now = Long.toString(signedAt);
        return List.of(
                new Forged("unsigned", github, delivery(BODY, Map.of())),
                new Forged("of another secret", github, hub(BODY, sign("another secret", BODY))),
                new Forged("of another body", github, hub("{\"ref\":\"evil\"}", sign(SECRET, BODY))),
                new Forged("re-encoded", github, hub("{ \"ref\" : \"main\" }", sign(SECRET, BODY))),
                new Forged("of a second field", github, hub("{\"ref\":\"evil\",\"ref\":\"main\"}", sign(SECRET, BODY))),
                new Forged("cut off", github, hub(BODY, sign(SECRET, BODY).substring(0, 8))),
                new Forged("empty", github, hub(BODY, "")),
                new Forged("of a time that was changed", timed, timed(BODY, Long.toString(signedAt + 200), now)),
                new Forged("old", timed, timed(BODY, now, now)));
    }

    /** Those a check takes. */
    private List<String> taken(Check check) {
        clock.advance(Duration.ofMinutes(6));
        List<String> taken = new ArrayList<>();
        for (Forged forged : forged()) {
            try {
                check.check(forged.settings(), SECRET, forged.delivery());
                taken.add(forged.how());
            } catch (ProblemException e) {
                assertThat(e.detail()).isEqualTo("The delivery is not signed as it should be");
            }
        }
        return taken;
    }

    @Test
    void noneIsTaken() {
        assertThat(taken(real::check)).isEmpty();
    }

    @Test
    void whatIsSignedRightlyIsTaken() {
        String now = Long.toString(signedAt);
        assertThat(real.check(github, SECRET, hub(BODY, sign(SECRET, BODY)))).isNotEmpty();
        assertThat(real.check(timed, SECRET, timed(BODY, now, now))).isNotEmpty();
    }

    @Test
    void aCheckThatTakesEverythingIsCaught() {
        assertThat(taken((settings, secret, delivery) -> {})).hasSize(forged().size());
    }

    @Test
    void aCheckOfWhatWasParsedIsCaught() {
        Check parsed = (settings, secret, delivery) -> real.check(
                settings,
                secret,
                new Delivery(delivery.trigger(), null, delivery.headers(), Map.of(), reencoded(delivery.body())));
        assertThat(taken(parsed)).containsExactly("re-encoded");
    }

    @Test
    void aCheckWithoutAWindowIsCaught() {
        Signatures back = new Signatures(Clock.offset(clock, Duration.ofMinutes(-6)));
        assertThat(taken(back::check)).containsExactly("old");
    }

    private static byte[] reencoded(byte[] body) {
        try {
            return Json.mapper()
                    .readTree(new String(body, StandardCharsets.UTF_8))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    private static WebhookSettings settings(SignatureStyle style, @Nullable String time) {
        return new WebhookSettings(
                new SignatureSettings(style, null, null, null, null, time, null),
                null,
                List.of(),
                Respond.ACCEPTED,
                null);
    }

    private static Delivery hub(String body, String signature) {
        return delivery(body, Map.of("x-hub-signature-256", "sha256=" + signature));
    }

    /** @param signedTime the time the signature is over */
    private static Delivery timed(String body, String time, String signedTime) {
        return delivery(body, Map.of("x-time", time, "x-signature", sign(SECRET, signedTime + "." + body)));
    }

    private static Delivery delivery(String body, Map<String, String> headers) {
        return new Delivery("t", null, headers, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String sign(String secret, String text) {
        return HexFormat.of().formatHex(Hmac.of(Algorithm.SHA256, secret, text.getBytes(StandardCharsets.UTF_8)));
    }
}
