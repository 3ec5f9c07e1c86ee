package io.automationhub.hub.features.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.hub.features.audit.AuditResource;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.audit.AuditVerifier;
import io.automationhub.hub.features.secrets.ScopeLookup;
import io.automationhub.hub.features.secrets.ScopeReader;
import io.automationhub.hub.features.secrets.SecretResource;
import io.automationhub.hub.features.secrets.SecretService;
import io.automationhub.hub.features.secrets.StoredSecrets;
import io.automationhub.hub.features.secrets.VariableResource;
import io.automationhub.hub.features.secrets.VariableService;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.hub.platform.web.Cursors;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.TestKeys;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys, secrets, variables and the audit log over real HTTP, every answer held against the contract. */
class IdentityApiIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    static final ApiServer API = ApiServer.serving(IdentityApiIT::resources);

    @Test
    void makesRotatesAndRevokesAKey() {
        ApiResponse made = API.post(
                        "/api/v1/api-keys",
                        "{\"name\":\"ci\",\"scopes\":[\"read\"],\"expiresAt\":\"2999-01-01T00:00:00Z\"}")
                .send();
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        JsonNode key = made.json().path("apiKey");
        String path = "/api/v1/api-keys/" + key.path("id").asText();
        assertThat(made.header("Location")).endsWith(path);
        ApiResponse rotated =
                API.post(path + "/rotate", "{\"graceSeconds\":60}").send();
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.json().path("secret")).isNotEqualTo(made.json().path("secret"));
        ApiResponse list = API.get("/api/v1/api-keys").send();
        assertThat(list.text())
                .contains(key.path("id").asText())
                .doesNotContain(rotated.json().path("secret").asText());
        assertThat(API.request("DELETE", path).scopes("write").send().status()).isEqualTo(403);
        assertThat(API.request("DELETE", path).scopes("admin").send().status()).isEqualTo(204);
        assertThat(API.request("DELETE", path).scopes("admin").send().status()).isEqualTo(404);
    }

    @Test
    void saysWhoOneIs() {
        JsonNode me = API.get("/api/v1/me").send().json();
        assertThat(me.path("organization").path("slug").asText()).isEqualTo("default");
        assertThat(me.path("scopes").toString()).isEqualTo("[\"read\"]");
    }

    @Test
    void setsAndShowsSecretsWithoutTheirValue() {
        ApiResponse put = API.request("PUT", "/api/v1/secrets/API_TOKEN")
                .scopes("secrets:write")
                .json("{\"value\":\"canary-value\"}")
                .send();
        assertThat(put.status()).as(put.toString()).isEqualTo(200);
        assertThat(put.header("ETag")).isNotNull();
        for (String path : List.of("/api/v1/secrets", "/api/v1/secrets/API_TOKEN?scope=organization")) {
            ApiResponse answer = API.get(path).send();
            assertThat(answer.text()).contains("API_TOKEN").doesNotContain("canary");
        }
        assertThat(API.get("/api/v1/secrets/API_TOKEN?scope=project:unknown")
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(API.request("DELETE", "/api/v1/secrets/API_TOKEN")
                        .scopes("write")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    void pagesThroughVariables() {
        for (String name : List.of("A", "B", "C")) {
            assertThat(API.request("PUT", "/api/v1/variables/" + name)
                            .scopes("write")
                            .json("{\"value\":\"v\"}")
                            .send()
                            .status())
                    .isEqualTo(200);
        }
        JsonNode first = API.get("/api/v1/variables?limit=2").send().json();
        assertThat(first.path("items")).hasSize(2);
        String next =
                "/api/v1/variables?limit=2&cursor=" + first.path("nextCursor").asText();
        assertThat(API.get(next).send().json().path("items").findValuesAsText("name"))
                .containsExactly("C");
        // A cursor of one scope is none of another.
        assertThat(API.get(next + "&scope=organization").send().status()).isEqualTo(422);
    }

    @Test
    void showsAndVerifiesTheAuditLog() {
        API.request("PUT", "/api/v1/secrets/AUDITED")
                .scopes("write")
                .json("{\"value\":\"v\"}")
                .send();
        JsonNode page = API.request("GET", "/api/v1/audit?action=secret.set&limit=1&from=2020-01-01T00:00:00Z")
                .scopes("audit:admin")
                .send()
                .json();
        assertThat(page.path("items")).hasSize(1);
        assertThat(API.get("/api/v1/audit").send().status()).isEqualTo(403);
        JsonNode verdict = API.request("GET", "/api/v1/audit/verification")
                .scopes("admin")
                .send()
                .json();
        assertThat(verdict.path("intact").asBoolean()).isTrue();
    }

    private static List<Object> resources() {
        Clock clock = Clock.systemUTC();
        Envelope envelope = TestKeys.envelope();
        Cursors cursors = new Cursors(new byte[32]);
        AuditService audit = new AuditService(DATABASE.transactions(), envelope, clock);
        ScopeReader scopes = new ScopeReader(new NoPlaces());
        Masker masker = new Masker(new StoredSecrets(DATABASE.transactions(), envelope, clock));
        ApiKeyService keys =
                new ApiKeyService(DATABASE.transactions(), new ApiKeyCache(DATABASE.transactions()), audit, clock);
        return List.of(
                new ApiKeyResource(keys, cursors),
                new MeResource(keys),
                new SecretResource(
                        new SecretService(DATABASE.transactions(), scopes, envelope, masker, audit, clock), cursors),
                new VariableResource(new VariableService(DATABASE.transactions(), scopes, audit, clock), cursors),
                new AuditResource(audit, new AuditVerifier(DATABASE.transactions(), envelope), cursors));
    }

    /** There are no projects here. */
    private static final class NoPlaces implements ScopeLookup {

        @Override
        public Optional<UUID> project(Handle handle, String idOrSlug) {
            return Optional.empty();
        }

        @Override
        public Optional<Place> environment(Handle handle, String id) {
            return Optional.empty();
        }
    }
}
