package io.automationhub.activities.notify;

import io.automationhub.activities.http.HttpAnswer;
import io.automationhub.activities.http.HttpCall;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to addresses that users name.
 *
 * <p>{@code Hub-Delivery} is the same over all attempts, so a receiver can drop repetitions. With a secret,
 * {@code Hub-Signature} is {@code sha256=} and the hexadecimal HMAC-SHA-256 of {@code <Hub-Timestamp>.<body>}; the
 * timestamp, in seconds since 1970, lets a receiver refuse old recordings.
 */
public final class WebhookSender {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long MAX_ANSWER = 1 << 20;
    private static final int MAX_REDIRECTS = 3;

    private final OutgoingHttp http;
    private final InstantSource clock;

    /** Sends through the guarded way out. */
    public WebhookSender(OutgoingHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * Delivers; returns the status, 200 to 299. Follows redirects that keep method and body (307, 308), a signed
     * delivery only to where it was addressed.
     *
     * @param key identifies the delivery over all attempts
     * @throws ProblemException {@code invalid} for an address that is not open, {@code rate_limited} for 429,
     *     {@code unavailable} for 503, {@code upstream} for every other refusal, {@code timeout}
     */
    public int send(Webhook webhook, String key) {
        Map<String, String> headers = headers(webhook, key);
        URI uri = webhook.uri();
        for (int redirects = 0; ; redirects++) {
            HttpAnswer answer = http.send(new HttpCall("POST", uri, headers, webhook.body(), TIMEOUT, MAX_ANSWER, 0));
            if (answer.successful()) {
                return answer.status();
            }
            @Nullable URI next = redirect(answer);
            if (next == null || redirects == MAX_REDIRECTS) {
                throw refused(answer);
            }
            if (!sameOrigin(answer.uri(), next)) {
                requireUnsigned(webhook);
                if (answer.uri().getScheme().equals("https") && !"https".equalsIgnoreCase(next.getScheme())) {
                    throw new ProblemException(
                            ProblemType.UPSTREAM_FAILED, "The webhook redirected to an unencrypted URL");
                }
            }
            uri = next;
        }
    }

    private Map<String, String> headers(Webhook webhook, String key) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Hub-Delivery", printable(key));
        headers.put("Hub-Timestamp", timestamp);
        @Nullable String secret = webhook.secret();
        if (secret != null) {
            headers.put("Hub-Signature", "sha256=" + hmac(secret, timestamp + "." + webhook.body()));
        }
        return headers;
    }

    private static String hmac(String secret, String text) {
        if (secret.isEmpty()) {
            throw ProblemException.invalid("/secret", "The secret is empty");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java run-time has HMAC-SHA-256", e);
        }
    }

    /** A key with anything but visible ASCII is sent percent-encoded: a header holds nothing else. */
    private static String printable(String key) {
        return key.chars().allMatch(c -> c > ' ' && c < 0x7f) ? key : URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    private static @Nullable URI redirect(HttpAnswer answer) {
        List<String> location = answer.headers().getOrDefault("location", List.of());
        if ((answer.status() != 307 && answer.status() != 308) || location.isEmpty()) {
            return null;
        }
        try {
            return answer.uri().resolve(new URI(location.getFirst()));
        } catch (URISyntaxException e) {
            throw new ProblemException(
                    ProblemType.UPSTREAM_FAILED, "The webhook redirected to something that is no URL", e);
        }
    }

    private static boolean sameOrigin(URI one, URI other) {
        return origin(one).equals(origin(other));
    }

    private static String origin(URI uri) {
        return (uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort()).toLowerCase(Locale.ROOT);
    }

    private static void requireUnsigned(Webhook webhook) {
        if (webhook.secret() != null) {
            throw new ProblemException(
                    ProblemType.UPSTREAM_FAILED,
                    "The webhook redirected to another server; a signed delivery goes only where it was addressed");
        }
    }

    private static ProblemException refused(HttpAnswer answer) {
        ProblemType type = switch (answer.status()) {
            case 429 -> ProblemType.RATE_LIMITED;
            case 503 -> ProblemType.UNAVAILABLE;
            default -> ProblemType.UPSTREAM_FAILED;
        };
        return new ProblemException(
                type, "The webhook at '" + answer.uri().getHost() + "' answered HTTP " + answer.status());
    }
}
