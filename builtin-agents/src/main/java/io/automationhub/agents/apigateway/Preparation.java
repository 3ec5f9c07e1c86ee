package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automationhub.agents.Redaction;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes of an input what goes over the wire. */
final class Preparation {

    /**
     * A request, ready to be sent.
     *
     * @param uri may hold a secret
     * @param headers may hold secrets
     */
    record Prepared(
            String method,
            URI uri,
            Map<String, String> headers,
            @Nullable String body,
            Redaction redaction) {

        /** Leaves out everything that may be secret. */
        @Override
        public String toString() {
            return "Prepared[" + method + " " + uri.getHost() + "]";
        }
    }

    private final ApiDirectory apis;
    private final Tokens tokens;

    Preparation(ApiDirectory apis, Tokens tokens) {
        this.apis = apis;
        this.tokens = tokens;
    }

    /** The registered API an input names, or null; {@code invalid} unless it names one place. */
    @Nullable
    RegisteredApi api(Request in, WorkScope scope) {
        if (in.api() == null) {
            if (in.url() == null || in.path() != null) {
                throw ProblemException.invalid("/url", "A request has a url, or an api and a path");
            }
            return null;
        }
        if (in.url() != null) {
            throw ProblemException.invalid("/url", "A request has a url or an api, not both");
        }
        if (in.auth() != null) {
            throw ProblemException.invalid("/auth", "A registered API brings its own");
        }
        RegisteredApi api = apis.find(scope, in.api());
        if (!api.permits(in.method(), Objects.requireNonNullElse(in.path(), "/"))) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "The API '" + api.slug() + "' is not registered for this method and path");
        }
        return api;
    }

    /**
     * The request with its credential.
     *
     * @param fresh whether a token that is kept was refused
     */
    Prepared prepare(Request in, @Nullable RegisteredApi api, CapabilityContext context, boolean fresh) {
        URI place = api == null
                ? Target.url(Objects.requireNonNullElse(in.url(), ""), "/url")
                : Target.of(api, Objects.requireNonNullElse(in.path(), "/"));
        URI uri = Target.with(place, in.query());
        Headers headers =
                new Headers().with(api == null ? Map.of() : api.headers()).with(in.headers());
        headers.setIfAbsent("Accept", "application/json, */*;q=0.5");
        String body = body(in, headers);
        if (in.method().equals("POST") || in.method().equals("PATCH")) {
            headers.setIfAbsent("Idempotency-Key", context.call().key());
        }
        Redaction redaction = new Redaction();
        Credential auth = api == null ? in.auth() : api.auth();
        if (auth != null) {
            // An API's credential is the organization's, whichever project's run calls it.
            WorkScope scope = context.call().scope();
            uri = shown(
                    auth,
                    api == null ? scope : WorkScope.of(scope.organization()),
                    uri,
                    headers,
                    context,
                    redaction,
                    fresh);
        }
        return new Prepared(in.method(), uri, headers.toMap(), body, redaction);
    }

    private static @Nullable String body(Request in, Headers headers) {
        boolean json = in.body() != null && !in.body().isNull();
        if (Stream.of(json, in.text() != null, in.form() != null)
                        .filter(present -> present)
                        .count()
                > 1) {
            throw ProblemException.invalid("/body", "A request has one of body, text and form");
        }
        if (json) {
            headers.setIfAbsent("Content-Type", "application/json");
            return String.valueOf(in.body());
        }
        if (in.form() != null) {
            headers.setIfAbsent("Content-Type", "application/x-www-form-urlencoded");
            return in.form().entrySet().stream()
                    .map(each -> Target.encoded(each.getKey()) + "=" + Target.encoded(each.getValue()))
                    .collect(Collectors.joining("&"));
        }
        if (in.text() != null) {
            headers.setIfAbsent("Content-Type", "text/plain; charset=utf-8");
        }
        return in.text();
    }

    private URI shown(
            Credential auth,
            WorkScope scope,
            URI uri,
            Headers headers,
            CapabilityContext context,
            Redaction redaction,
            boolean fresh) {
        URI receiver = auth.type() == Credential.Type.OAUTH2 ? Tokens.tokenUrl(auth) : uri;
        String secret = context.secrets().resolveFor(scope, auth.secret(), Target.server(receiver));
        redaction.add(secret);
        switch (auth.type()) {
            case BEARER -> authorize(headers, "Bearer " + secret);
            case BASIC -> {
                String pair = Objects.requireNonNullElse(auth.username(), "") + ":" + secret;
                String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
                redaction.add(encoded);
                authorize(headers, "Basic " + encoded);
            }
            case HEADER -> headers.set(named(auth), secret);
            case QUERY -> {
                return Target.with(uri, Map.of(named(auth), JsonNodeFactory.instance.textNode(secret)));
            }
            case OAUTH2 -> {
                String token = tokens.token(scope.organization(), auth, secret, fresh);
                redaction.add(token);
                authorize(headers, "Bearer " + token);
            }
        }
        return uri;
    }

    private static void authorize(Headers headers, String value) {
        headers.set("Authorization", value);
    }

    private static String named(Credential auth) {
        if (auth.name() == null) {
            throw ProblemException.invalid("/auth/name", "Names the header or query parameter");
        }
        return auth.name();
    }
}
