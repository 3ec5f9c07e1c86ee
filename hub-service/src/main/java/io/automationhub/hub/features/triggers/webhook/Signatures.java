package io.automationhub.hub.features.triggers.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.triggers.settings.SignatureSettings;
import io.automationhub.hub.features.triggers.settings.SignatureSettings.Algorithm;
import io.automationhub.hub.features.triggers.settings.SignatureSettings.Encoding;
import io.automationhub.hub.features.triggers.settings.SignatureStyle;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a delivery comes from who knows the secret, and which delivery it is. Always the bytes that were sent are
 * looked at, never what was made of them.
 */
final class Signatures {

    private static final int LONGEST_ID = 200;
    private static final byte[] DOT = {'.'};

    private final Clock clock;

    Signatures(Clock clock) {
        this.clock = clock;
    }

    /**
     * Checks a delivery.
     *
     * @return the keyed hash it was found to bear, in one spelling whatever it was sent in; empty for styles without
     * @throws ProblemException {@code unauthenticated} without a word on what is wrong; {@code not_found} where the secret
     *     is a part of the address
     */
    String check(WebhookSettings settings, String secret, Delivery delivery) {
        SignatureSettings signature = settings.signature();
        String token = delivery.token();
        if (signature.style() == SignatureStyle.NONE) {
            if (token == null || !Hmac.same(secret, token)) {
                throw ProblemException.notFound("webhook", delivery.trigger());
            }
            return "";
        }
        if (token != null) {
            throw ProblemException.notFound("webhook", delivery.trigger());
        }
        String proof = switch (signature.style()) {
            case GITLAB -> sent(delivery, "X-Gitlab-Token", secret) ? "" : null;
            case GITHUB -> github(secret, delivery);
            case STRIPE -> stripe(signature, secret, delivery);
            case HMAC -> hmac(signature, secret, delivery);
            case NONE -> null;
        };
        if (proof == null) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The delivery is not signed as it should be");
        }
        return proof;
    }

    /**
     * What tells a delivery from all others of the webhook; the same for one that is repeated. Where the sender gives no
     * id, the signature is one: who sends the same again, signed alike, repeats himself.
     *
     * @param proof as {@link #check} gave it
     */
    String id(WebhookSettings settings, Delivery delivery, JsonNode body, String proof) {
        String given = switch (settings.signature().style()) {
            case GITHUB -> delivery.header("X-GitHub-Delivery");
            case GITLAB -> delivery.header("X-Gitlab-Event-UUID");
            case STRIPE -> body.path("id").textValue();
            case HMAC, NONE -> named(settings.deliveryHeader(), delivery);
        };
        if (given != null && !given.isBlank()) {
            return given.length() <= LONGEST_ID ? given : Hmac.fingerprint(given);
        }
        return proof.isEmpty() ? Ids.next().toString() : proof;
    }

    private static @Nullable String named(@Nullable String header, Delivery delivery) {
        if (header == null) {
            return null;
        }
        String id = delivery.header(header);
        if (id == null || id.isBlank()) {
            throw new ProblemException(ProblemType.MALFORMED, "The header " + header + " must name the delivery");
        }
        return id;
    }

    private static boolean sent(Delivery delivery, String header, String secret) {
        String sent = delivery.header(header);
        return sent != null && Hmac.same(secret, sent);
    }

    private static @Nullable String github(String secret, Delivery delivery) {
        String sent = after("sha256=", delivery.header("X-Hub-Signature-256"));
        return proof(Hmac.of(Algorithm.SHA256, secret, delivery.body()), sent, Encoding.HEX);
    }

    private @Nullable String hmac(SignatureSettings settings, String secret, Delivery delivery) {
        String sent =
                after(settings.prefix() == null ? "" : settings.prefix(), delivery.header(settings.headerOrDefault()));
        Algorithm algorithm = settings.algorithm() == null ? Algorithm.SHA256 : settings.algorithm();
        Encoding encoding = settings.encoding() == null ? Encoding.HEX : settings.encoding();
        if (settings.timestampHeader() == null) {
            return proof(Hmac.of(algorithm, secret, delivery.body()), sent, encoding);
        }
        String time = delivery.header(settings.timestampHeader());
        if (time == null) {
            return null;
        }
        String proof = proof(Hmac.of(algorithm, secret, ascii(time), DOT, delivery.body()), sent, encoding);
        return isRecent(time, settings) ? proof : null;
    }

    private @Nullable String stripe(SignatureSettings settings, String secret, Delivery delivery) {
        String header = delivery.header("Stripe-Signature");
        String time = null;
        List<String> sent = new ArrayList<>();
        for (String part : header == null ? new String[0] : header.split(",", 20)) {
            String field = part.strip();
            if (field.startsWith("t=")) {
                time = field.substring(2);
            } else if (field.startsWith("v1=")) {
                sent.add(field.substring(3));
            }
        }
        if (time == null) {
            return null;
        }
        byte[] right = Hmac.of(Algorithm.SHA256, secret, ascii(time), DOT, delivery.body());
        String proof = null;
        for (String one : sent) {
            String found = proof(right, one, Encoding.HEX);
            proof = found == null ? proof : found;
        }
        return isRecent(time, settings) ? proof : null;
    }

    private boolean isRecent(String time, SignatureSettings settings) {
        if (time.isEmpty() || time.length() > 12 || !time.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        long distance = clock.instant().getEpochSecond() - Long.parseLong(time);
        return Math.abs(distance) <= settings.tolerance();
    }

    /** The right hash in hexadecimal where it is what was sent; null where it is not. */
    private static @Nullable String proof(byte[] right, @Nullable String sent, Encoding encoding) {
        if (sent == null) {
            return null;
        }
        try {
            byte[] bytes = switch (encoding) {
                case HEX -> HexFormat.of().parseHex(sent);
                case BASE64 -> Base64.getDecoder().decode(sent);
            };
            return MessageDigest.isEqual(right, bytes) ? HexFormat.of().formatHex(right) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String after(String prefix, @Nullable String text) {
        return text != null && text.startsWith(prefix) ? text.substring(prefix.length()) : null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
