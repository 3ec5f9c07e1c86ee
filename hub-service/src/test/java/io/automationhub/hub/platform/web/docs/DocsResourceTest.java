package io.automationhub.hub.platform.web.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.platform.telemetry.Metrics;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.workflows.problem.ProblemType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DocsResourceTest {

    private static final Metrics METRICS = new Metrics();
    private static final Metrics.Counter COUNTED = Metrics.counter("test_total", "Counts", "how");

    @RegisterExtension
    static final ApiServer API =
            ApiServer.serving(() -> List.of(new DocsResource(OpenApiContract.load()), new MetricsResource(METRICS)));

    @Test
    void servesTheContractOnce() {
        ApiResponse first = API.request("GET", "/openapi.json").send();
        assertThat(first.json().path("openapi").asText()).startsWith("3.1");
        ApiResponse again = API.request("GET", "/openapi.json")
                .header("If-None-Match", String.valueOf(first.header("ETag")))
                .send();
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
    }

    @Test
    void thePageNeedsNothingFromElsewhereAndNothingInline() {
        ApiResponse page = API.request("GET", "/docs").send();
        assertThat(page.header("Content-Security-Policy"))
                .contains("script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(page.text()).doesNotContain("<style", "style=", "onload", "http://", "https://");
        assertThat(page.text()).doesNotContainPattern("<script(?! src=)");
        Matcher links = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.text());
        int found = 0;
        while (links.find()) {
            assertThat(API.request("GET", links.group(1)).send().status())
                    .as(links.group(1))
                    .isEqualTo(200);
            found++;
        }
        assertThat(found).isEqualTo(6);
    }

    @Test
    void describesEveryProblem() {
        String page = API.request("GET", "/docs/problems").send().text();
        for (ProblemType type : ProblemType.values()) {
            assertThat(page).contains("id=\"" + type.slug() + "\"");
        }
    }

    @Test
    void servesItsOwnAssetsOnly() {
        for (String name : List.of("index.html", "docs.java", "..", "swagger-ui.js")) {
            assertThat(API.request("GET", "/docs/assets/" + name)
                            .unchecked()
                            .send()
                            .status())
                    .isIn(400, 404);
        }
    }

    @Test
    void tellsFigures() {
        METRICS.count(COUNTED, "well");
        String text = API.request("GET", "/metrics").send().text();
        assertThat(text).contains("test_total{how=\"well\",} 1.0").contains("jvm_memory_pool_bytes_used");
    }
}
