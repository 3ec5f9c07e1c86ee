package io.automationhub.hub.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every operation, asked for in every way that must be refused; and once in a way that must not, as a control. */
final class AuthorizationMatrix {

    /** A way to ask. */
    enum Family {
        ALLOWED,
        NO_KEY,
        MALFORMED_KEY,
        EXPIRED_KEY,
        REVOKED_KEY,
        MISSING_SCOPE,
        MANGLED_PATH,
        METHOD_OVERRIDE
    }

    /** An answer that should not have been. */
    record Violation(Family family, String request, int status) {}

    /**
     * Secrets of keys.
     *
     * @param narrow may do something, but nothing of these operations but {@code narrowScope}
     */
    record Keys(String admin, String expired, String revoked, String narrow, String narrowScope) {}

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final String base;
    private final Keys keys;
    private final List<Violation> violations = new ArrayList<>();

    /** A matrix against the server at an address such as {@code http://127.0.0.1:8100}. */
    AuthorizationMatrix(String base, Keys keys) {
        this.base = base;
        this.keys = keys;
    }

    List<Violation> violations(List<Operation> operations) throws IOException, InterruptedException {
        for (Operation operation : operations) {
            String path = operation.path();
            int allowed = status(operation, path, "Bearer " + keys.admin());
            if (allowed == UNAUTHORIZED || allowed == FORBIDDEN || allowed >= 500) {
                violations.add(new Violation(Family.ALLOWED, operation.toString(), allowed));
            }
            expect(UNAUTHORIZED, Family.NO_KEY, operation, null);
            for (String malformed : List.of("Bearer", "Bearer hub_nonsense", "Basic aHViOmh1Yg==", keys.admin())) {
                expect(UNAUTHORIZED, Family.MALFORMED_KEY, operation, malformed);
            }
            expect(UNAUTHORIZED, Family.EXPIRED_KEY, operation, "Bearer " + keys.expired());
            expect(UNAUTHORIZED, Family.REVOKED_KEY, operation, "Bearer " + keys.revoked());
            if (!operation.scopes().contains(keys.narrowScope())) {
                expect(FORBIDDEN, Family.MISSING_SCOPE, operation, "Bearer " + keys.narrow());
            }
            for (String mangled : mangled(path)) {
                int status = status(operation, mangled, null);
                if (status < 400 || status >= 500) {
                    violations.add(new Violation(Family.MANGLED_PATH, operation.method() + " " + mangled, status));
                }
            }
            override(operation);
        }
        return violations;
    }

    private void expect(int status, Family family, Operation operation, @Nullable String authorization)
            throws IOException, InterruptedException {
        int answered = status(operation, operation.path(), authorization);
        if (answered != status) {
            violations.add(new Violation(family, operation + " with " + authorization, answered));
        }
    }

    /** The operation's method only in a header: a server that believes it would act for somebody it did not ask for. */
    private void override(Operation operation) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + operation.path()))
                .header("X-HTTP-Method-Override", operation.method())
                .header("X-HTTP-Method", operation.method())
                .method("OPTIONS", BodyPublishers.noBody());
        int status = send(request);
        HttpRequest.Builder plain =
                HttpRequest.newBuilder(URI.create(base + operation.path())).method("OPTIONS", BodyPublishers.noBody());
        if (status != send(plain)) {
            violations.add(new Violation(Family.METHOD_OVERRIDE, operation.toString(), status));
        }
    }

    private static List<String> mangled(String path) {
        String rest = path.substring("/api".length());
        return List.of(
                "/" + path,
                path + ";x=1",
                "/api;x" + rest,
                "/%61pi" + rest,
                "/API" + rest,
                "/api/." + rest,
                "/api/x/.." + rest,
                "/api/%2e" + rest,
                "/api%2f" + rest.substring(1),
                "/health/..;" + path,
                path + "/",
                path + ".",
                path + "%00",
                path + ".json");
    }

    private int status(Operation operation, String path, @Nullable String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (operation.hasBody()) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                operation.method(), operation.hasBody() ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
        return send(request);
    }

    /**
     * Only the status: some answers are streams without an end. Each on a connection of its own, as a server may close
     * one after a request that it did not read.
     */
    private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<InputStream> response =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofInputStream());
            response.body().close();
            http.shutdownNow();
            return response.statusCode();
        }
    }
}
