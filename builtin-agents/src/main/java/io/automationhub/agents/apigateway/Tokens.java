package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.http.HttpAnswer;
import io.automationhub.activities.http.HttpCall;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.agents.JsonTexts;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemCategory;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens by OAuth 2.0 client credentials (RFC 6749, 4.4), kept in memory until shortly before they end. */
final class Tokens {

    private static final int MOST = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration EARLY = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 64 * 1024;
    private static final long UNSAID = 300;
    private static final long LONGEST = 3_600;

    /** A token belongs to one organization and to the very secret it was got with. */
    private record Key(
            OrganizationId organization,
            URI tokenUrl,
            String clientId,
            String clientSecret,
            @Nullable String scope) {}

    private record Kept(String value, Instant until) {}

    private final OutgoingHttp http;
    private final InstantSource clock;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

    Tokens(OutgoingHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * A token that is good for now.
     *
     * @param clientSecret already bound to the token service
     * @param fresh whether one that is kept was refused
     */
    String token(OrganizationId organization, Credential credential, String clientSecret, boolean fresh) {
        Key key = new Key(
                organization,
                tokenUrl(credential),
                Objects.requireNonNullElse(credential.clientId(), ""),
                clientSecret,
                credential.scope());
        Kept known = kept.get(key);
        if (!fresh && known != null && clock.instant().isBefore(known.until())) {
            return known.value();
        }
        Kept got = ask(key);
        if (kept.size() >= MOST) {
            kept.clear();
        }
        kept.put(key, got);
        return got.value();
    }

    static URI tokenUrl(Credential credential) {
        return Target.url(Objects.requireNonNullElse(credential.tokenUrl(), ""), "/auth/tokenUrl");
    }

    private Kept ask(Key key) {
        String form = "grant_type=client_credentials"
                + Optional.ofNullable(key.scope())
                        .map(scope -> "&scope=" + Target.encoded(scope))
                        .orElse("");
        String client = Target.encoded(key.clientId()) + ":" + Target.encoded(key.clientSecret());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Accept", "application/json");
        headers.put(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)));
        // No redirect: the body of one would go to another host.
        HttpAnswer answer = http.send(new HttpCall("POST", key.tokenUrl(), headers, form, LIMIT, MAX_ANSWER, 0));
        if (!answer.successful()) {
            ProblemType type = Expectation.problem(answer.status());
            throw new ProblemException(
                    type.category() == ProblemCategory.CALLER ? ProblemType.REFUSED : type,
                    "The token service answered " + answer.status());
        }
        JsonNode token = JsonTexts.parse(answer.body()).orElseThrow(Tokens::unreadable);
        String value = token.path("access_token").asText();
        if (value.isEmpty() || !token.path("token_type").asText("Bearer").equalsIgnoreCase("Bearer")) {
            throw unreadable();
        }
        long seconds = Math.min(LONGEST, token.path("expires_in").asLong(UNSAID));
        return new Kept(value, clock.instant().plusSeconds(seconds).minus(EARLY));
    }

    private static ProblemException unreadable() {
        return new ProblemException(
                ProblemType.UPSTREAM_FAILED, "The token service did not answer with a bearer token");
    }
}
