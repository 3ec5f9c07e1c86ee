package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.Effect;
import java.time.InstantSource;

/**
 * Sends requests to other services, at a URL or to a registered API, through the one guarded way out. What a request does
 * to the world follows from its method (RFC 9110, 9.2): reading is no effect, {@code PUT} and {@code DELETE} are
 * idempotent, everything else happens once unless the author says that the service honours {@code Idempotency-Key}.
 */
public final class ApiGatewayAgent extends TypedAgent {

    /** Sends through the client; registered APIs come from the directory. */
    public ApiGatewayAgent(OutgoingHttp http, ApiDirectory apis, InstantSource clock) {
        this(new Exchange(http, new Preparation(apis, new Tokens(http, clock)), apis, clock));
    }

    private ApiGatewayAgent(Exchange exchange) {
        super(
                "api-gateway",
                Handler.on("request", Request.class, Response.class, exchange::run),
                Handler.on(
                        "get",
                        Request.Read.class,
                        Response.class,
                        (input, context) -> exchange.run(input.request(), context)));
    }

    @Override
    public Effect effect(CapabilityCall call, CapabilityManifest capability) {
        JsonNode input = call.input();
        String method = input.path("method").asText("GET");
        if (capability.effect() == Effect.NONE || Request.SAFE.contains(method)) {
            return Effect.NONE;
        }
        return Request.repeatable(method, input.path("idempotent").asBoolean()) ? Effect.IDEMPOTENT : Effect.ONCE;
    }
}
