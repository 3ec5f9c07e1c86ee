package io.automationhub.hub.features.apis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.automationhub.hub.HubApplication;
import io.automationhub.hub.deploying.HubClient;
import io.automationhub.hub.deploying.HubProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A whole hub that calls a registered API in a workflow and works with the answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiWorkflowIT {

    private static final String SECRET = "canary-4c1d9a77";

    private final List<String> shown = new CopyOnWriteArrayList<>();
    private HttpServer service;
    private HubProcess hub;

    @BeforeAll
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            shown.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + authorization);
            byte[] body = """
                    {"orders": [{"team": "a", "sum": 10}, {"team": "b", "sum": 30}, {"team": "a", "sum": 20}],
                     "you": "%s"}""".formatted(authorization).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        hub = HubProcess.start(HubApplication.class, Map.of("HUB_ALLOW_PRIVATE_ADDRESSES", "true"));
    }

    @AfterAll
    void stop() {
        hub.close();
        service.stop(0);
    }

    @Test
    void aWorkflowCallsAnApiByNameAndNeverSeesItsSecret() {
        HubClient client = hub.client();
        String server = "127.0.0.1:" + service.getAddress().getPort();
        client.put("/api/v1/secrets/CRM_TOKEN", "{\"value\": \"%s\", \"hosts\": [\"%s\"]}".formatted(SECRET, server));
        JsonNode api = client.post("/api/v1/apis", """
                {"name": "CRM", "baseUrl": "http://%s/v2", "auth": {"type": "bearer", "secret": "CRM_TOKEN"},
                 "quota": {"perMinute": 100}, "allow": {"methods": ["GET"], "paths": ["/orders"]}}""".formatted(server));
        client.post("/api/v1/workflows", """
                {"name": "report-orders", "steps": [
                  {"id": "orders", "uses": "http/get", "with": {"api": "crm", "path": "/orders", "query": {"open": true}}},
                  {"id": "figures", "uses": "analytics/summarize", "needs": ["orders"], "with":
                    {"items": "${{ steps.orders.output.body.orders }}", "value": "item.sum", "by": "item.team"}},
                  {"id": "report", "uses": "report/render", "needs": ["figures"], "with": {"title": "Orders", "sections":
                    [{"figures": [{"label": "Sum", "value": "${{ steps.figures.output.total.sum }}"}]}]}}]}""");
        client.post("/api/v1/workflows/report-orders/publish", "");

        JsonNode run = ended(client, client.post("/api/v1/workflows/report-orders/runs", "{}"));

        assertThat(run.path("status").asText()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.toString()).contains("Bearer ***", "Sum: **60**").doesNotContain(SECRET);
        assertThat(shown).containsExactly("GET /v2/orders?open=true Bearer " + SECRET);
        assertThat(api.toString()).doesNotContain(SECRET);
        JsonNode usage = client.get("/api/v1/apis/crm").path("usage");
        assertThat(usage.path("today").asInt()).isEqualTo(1);

        JsonNode runs = ended(
                client,
                client.post("/api/v1/agents/analytics/capabilities/runs/invoke", "{\"input\": {\"over\": \"1h\"}}"));
        assertThat(runs.toString()).contains("report-orders", "\"successRate\":1");
    }

    private static JsonNode ended(HubClient client, JsonNode started) {
        String id = started.path(started.has("runId") ? "runId" : "id").asText();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> client.get("/api/v1/runs/" + id).hasNonNull("endedAt"));
        return client.get("/api/v1/runs/" + id);
    }
}
