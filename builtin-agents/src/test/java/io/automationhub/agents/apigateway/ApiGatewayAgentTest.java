package io.automationhub.agents.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.agents.AgentContractTest;
import io.automationhub.agents.FakeContext;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.Effect;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiGatewayAgentTest extends AgentContractTest {

    @Override
    protected TypedAgent agent() {
        return new ApiGatewayAgent(
                new OutgoingHttp(new AddressPolicy(false, Set.of(), Set.of())), new FakeApis(), InstantSource.system());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, false, NONE",
        "HEAD, false, NONE",
        "PUT, false, IDEMPOTENT",
        "DELETE, false, IDEMPOTENT",
        "POST, false, ONCE",
        "PATCH, false, ONCE",
        "POST, true, IDEMPOTENT"
    })
    void theEffectFollowsFromTheMethod(String method, boolean idempotent, Effect effect) {
        FakeContext call = FakeContext.of(
                "api-gateway",
                "request",
                Map.of("url", "https://a.example", "method", method, "idempotent", idempotent));
        assertThat(agent().effect(call.call(), capability("request"))).isEqualTo(effect);
    }

    @Test
    void aRequestThatSaysNoMethodReads() {
        FakeContext call = FakeContext.of("api-gateway", "request", Map.of("url", "https://a.example"));
        assertThat(agent().effect(call.call(), capability("request"))).isEqualTo(Effect.NONE);
    }

    @Test
    void stepsThatSayNoTimeAreShort() {
        CapabilityManifest get = capability("get");
        assertThat(get.isShort(get.usualTime())).isTrue();
        assertThat(get.isShort(get.timeLimit())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/users/*, /users/7, true",
        "/users/*, /users/7/keys, false",
        "/users/*, /users/, false",
        "/repos/**, /repos/a/b/c, true",
        "/repos/**, /reposx, false",
        "/a.b, /aXb, false",
        "/**, /anything, true"
    })
    void patternsOfPathsAreLiteralButForStars(String pattern, String path, boolean permitted) {
        RegisteredApi api = new RegisteredApi(
                UUID.randomUUID(),
                "a",
                URI.create("https://a.example"),
                Map.of(),
                null,
                RegisteredApi.Retries.NONE,
                List.of("GET"),
                List.of(pattern));
        assertThat(api.permits("GET", path)).isEqualTo(permitted);
        assertThat(api.permits("POST", path)).isFalse();
    }

    private CapabilityManifest capability(String name) {
        return agent().manifest().capabilities().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
