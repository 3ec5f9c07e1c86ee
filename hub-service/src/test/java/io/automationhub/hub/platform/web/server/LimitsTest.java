package io.automationhub.hub.platform.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.platform.redis.MemoryRateLimiter;
import io.automationhub.hub.platform.web.WebSettings;
import io.automationhub.hub.testing.ApiRequest;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tests use different addresses, which a trusted proxy tells, so that their budgets are apart. */
class LimitsTest {

    @RegisterExtension
    static final ApiServer API = ApiServer.serving(Things.contract(), () -> List.of(new ThingResource()))
            .with(Budgets.of(new MemoryRateLimiter(), 5, 2))
            .with(new WebSettings(
                    "127.0.0.1",
                    0,
                    Set.of("https://pages.example"),
                    List.of("127.0.0.1"),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5)));

    @Test
    void keysAndAddressesHaveBudgets() {
        for (int left = 4; left >= 0; left--) {
            ApiResponse answer = anonymous("192.0.2.1");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"requests\";q=5;w=60");
            assertThat(answer.header("RateLimit")).startsWith("\"requests\";r=" + left + ";t=");
        }
        ApiResponse refused = anonymous("192.0.2.1");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(Integer.parseInt(String.valueOf(refused.header("Retry-After"))))
                .isBetween(1, 12);
        assertThat(anonymous("192.0.2.2").status()).isEqualTo(200);
        assertThat(API.get("/api/v1/anybodys")
                        .header("X-Forwarded-For", "192.0.2.1")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void startingWorkHasItsOwnBudget() {
        ApiRequest run = API.request("POST", "/api/v1/things/a/run").scopes("execute");
        assertThat(run.send().header("RateLimit-Policy")).isEqualTo("\"execute\";q=2;w=60");
        assertThat(run.send().status()).isEqualTo(204);
        assertThat(run.send().status()).isEqualTo(429);
    }

    @Test
    void failedLogInsAreCounted() {
        int refused = 0;
        for (int i = 0; i < 70; i++) {
            ApiResponse answer = API.get("/api/v1/things")
                    .key("wrong-" + i)
                    .header("X-Forwarded-For", "192.0.2.9")
                    .send();
            assertThat(answer.status()).isIn(401, 429);
            refused += answer.status() == 429 ? 1 : 0;
        }
        assertThat(refused).isBetween(8, 10);
    }

    @Test
    void knownOriginsMayCall() {
        ApiResponse preflight = API.request("OPTIONS", "/api/v1/things")
                .header("Origin", "https://pages.example")
                .header("Access-Control-Request-Method", "POST")
                .unchecked()
                .send();
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("https://pages.example");
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Idempotency-Key");
        ApiResponse refused = API.request("OPTIONS", "/api/v1/things")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .unchecked()
                .send();
        assertThat(refused.header("Access-Control-Allow-Origin")).isNull();
        assertThat(refused.header("Vary")).contains("Origin");
    }

    private static ApiResponse anonymous(String address) {
        return API.request("GET", "/api/v1/anybodys")
                .header("X-Forwarded-For", address)
                .send();
    }
}
