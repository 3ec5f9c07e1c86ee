package io.automationhub.hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.HubApplication;
import io.automationhub.hub.access.AuthorizationMatrix.Family;
import io.automationhub.hub.access.AuthorizationMatrix.Keys;
import io.automationhub.hub.access.AuthorizationMatrix.Violation;
import io.automationhub.hub.deploying.HubClient;
import io.automationhub.hub.deploying.HubProcess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every operation that the document of a running hub declares. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationMatrixIT {

    private static final String NARROW = "agents:read";
    private static final String KEYS = "/api/v1/api-keys";

    private HubProcess hub;
    private List<Operation> operations;

    @BeforeAll
    void start() {
        // The matrix would run into the limits, and what is open to everybody needs no key: both have tests of their
        // own.
        hub = HubProcess.start(
                HubApplication.class, Map.of("RATE_LIMIT_ENABLED", "false", "ALLOW_ANONYMOUS_READ", "false"));
        operations = Operation.guarded(hub.client().get("/openapi.json"));
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @Test
    void everyOperationIsRefusedToWhoeverMayNotUseIt() throws Exception {
        assertThat(operations).hasSizeGreaterThan(40);
        assertThat(new AuthorizationMatrix(hub.address(), keys()).violations(operations))
                .isEmpty();
    }

    @Test
    void theMatrixNoticesEachWeakness() throws Exception {
        Keys any = new Keys("hub_admin", "hub_expired", "hub_revoked", "hub_narrow", NARROW);
        try (WeakServer weak = new WeakServer(operations.getFirst().path())) {
            assertThat(new AuthorizationMatrix(weak.base(), any).violations(operations))
                    .extracting(Violation::family)
                    .contains(
                            Family.NO_KEY,
                            Family.MALFORMED_KEY,
                            Family.EXPIRED_KEY,
                            Family.REVOKED_KEY,
                            Family.MISSING_SCOPE,
                            Family.MANGLED_PATH,
                            Family.METHOD_OVERRIDE);
        }
    }

    @Test
    void aKeyOfOneProjectFindsNothingOfAnother() {
        String mine = project("mine");
        String theirs = project("theirs");
        HubClient restricted =
                hub.client(issue("""
                {"name": "one project", "scopes": ["read", "write", "execute"], "projects": ["%s"]}""".formatted(mine)).path("secret").asText());
        assertThat(restricted.status("GET", "/api/v1/projects/" + mine)).isEqualTo(200);
        for (String path : List.of("/api/v1/projects/" + theirs, "/api/v1/projects/theirs/environments")) {
            assertThat(restricted.status("GET", path)).as(path).isEqualTo(404);
        }
        String environment = hub.client()
                .get("/api/v1/projects/theirs/environments")
                .at("/items/0/id")
                .asText();
        String path = "/api/v1/environments/" + environment;
        assertThat(restricted.status("GET", path)).isEqualTo(404);
        for (String action : List.of("stop", "start", "restart")) {
            assertThat(restricted.status("POST", path + "/" + action))
                    .as(action)
                    .isEqualTo(404);
        }
        assertThat(restricted.status("DELETE", "/api/v1/projects/theirs")).isEqualTo(404);
        assertThat(hub.client().status("GET", "/api/v1/projects/theirs")).isEqualTo(200);
    }

    private String project(String slug) {
        return hub.client()
                .post("/api/v1/projects", """
                        {"slug": "%s", "name": "%s", "source": {"type": "image", "image": "example/app:1"}}""".formatted(slug, slug))
                .path("id")
                .asText();
    }

    private Keys keys() {
        String everything = "\"scopes\": [\"read\", \"write\", \"execute\", \"admin\"]";
        Instant soon = Instant.now().plusSeconds(2);
        String expired = secret("{\"name\": \"expired\", %s, \"expiresAt\": \"%s\"}".formatted(everything, soon));
        JsonNode revoked = issue("{\"name\": \"revoked\", %s}".formatted(everything));
        String revocation = KEYS + "/" + revoked.path("apiKey").path("id").asText();
        assertThat(hub.client().status("DELETE", revocation)).isEqualTo(204);
        String narrow = secret("{\"name\": \"narrow\", \"scopes\": [\"%s\"]}".formatted(NARROW));
        await().until(() -> hub.client(expired).status("GET", "/api/v1/projects") == 401);
        return new Keys(
                secret("{\"name\": \"all\", %s}".formatted(everything)),
                expired,
                revoked.path("secret").asText(),
                narrow,
                NARROW);
    }

    private String secret(String request) {
        return issue(request).path("secret").asText();
    }

    private JsonNode issue(String request) {
        return hub.client().post(KEYS, request);
    }
}
