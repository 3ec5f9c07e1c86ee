package io.automationhub.hub.platform.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.testing.ApiRequest;
import io.automationhub.hub.testing.ApiResponse;
import io.automationhub.hub.testing.ApiServer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdempotencyTest {

    private static final ThingResource THINGS = new ThingResource();

    @RegisterExtension
    static final ApiServer API = ApiServer.serving(Things.contract(), () -> List.of(THINGS));

    private final String key = UUID.randomUUID().toString();

    @Test
    void aRepeatedRequestAnswersWhatTheFirstDid() {
        int before = THINGS.made.get();
        ApiResponse first = create("a").send();
        ApiResponse second = create("a").send();
        assertThat(THINGS.made.get()).isEqualTo(before + 1);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Location")).isNotNull().isEqualTo(first.header("Location"));
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.header("X-Request-ID")).isNotEqualTo(first.header("X-Request-ID"));
    }

    @Test
    void withoutAKeyEveryRequestCounts() {
        int before = THINGS.made.get();
        API.post("/api/v1/things", "{\"name\":\"a\"}").send();
        API.post("/api/v1/things", "{\"name\":\"a\"}").send();
        assertThat(THINGS.made.get()).isEqualTo(before + 2);
    }

    @Test
    void anotherBodyIsRefused() {
        create("a").send();
        ApiResponse other = create("b").send();
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void anotherCallersKeyIsAnother() {
        int before = THINGS.made.get();
        create("a").send();
        API.request("POST", "/api/v1/things/a/run")
                .scopes("admin")
                .header("Idempotency-Key", key)
                .send();
        assertThat(THINGS.made.get()).isEqualTo(before + 2);
    }

    @Test
    void whatFailedCanBeTriedAgain() {
        assertThat(create("refused").send().status()).isEqualTo(409);
        assertThat(create("a").send().status()).isEqualTo(201);
    }

    @Test
    void answersWithoutABodyAreKeptToo() {
        int before = THINGS.made.get();
        for (int i = 0; i < 2; i++) {
            assertThat(run().send().status()).isEqualTo(204);
        }
        assertThat(THINGS.made.get()).isEqualTo(before + 1);
    }

    @Test
    void aRequestUnderWayIsNotBegunAgain() throws Exception {
        int before = THINGS.made.get();
        int permits = THINGS.mayRun.drainPermits();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<ApiResponse> first = threads.submit(() -> run().send());
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> THINGS.made.get() == before + 1);
            ApiResponse second = run().send();
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.header("Retry-After")).isEqualTo("1");
            THINGS.mayRun.release(permits);
            assertThat(first.get().status()).isEqualTo(204);
        }
        assertThat(run().send().header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(THINGS.made.get()).isEqualTo(before + 1);
    }

    @Test
    void keysAreShortAndPrintable() {
        assertThat(API.post("/api/v1/things", "{\"name\":\"a\"}")
                        .header("Idempotency-Key", "a".repeat(256))
                        .send()
                        .status())
                .isEqualTo(422);
    }

    private ApiRequest create(String name) {
        return API.post("/api/v1/things", "{\"name\":\"" + name + "\"}").header("Idempotency-Key", key);
    }

    private ApiRequest run() {
        return API.request("POST", "/api/v1/things/a/run").scopes("admin").header("Idempotency-Key", key);
    }
}
