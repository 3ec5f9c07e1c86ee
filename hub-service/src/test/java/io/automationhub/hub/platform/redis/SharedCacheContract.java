package io.automationhub.hub.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every cache does. */
abstract class SharedCacheContract {

    private final String key = UUID.randomUUID().toString();

    abstract SharedCache cache();

    @Test
    void remembersAndForgets() {
        assertThat(cache().get(key)).isEmpty();
        cache().put(key, "ä\n", Duration.ofMinutes(1));
        assertThat(cache().get(key)).contains("ä\n");
        cache().put(key, "b", Duration.ofMinutes(1));
        assertThat(cache().get(key)).contains("b");
        cache().remove(key);
        assertThat(cache().get(key)).isEmpty();
    }

    @Test
    void expires() {
        cache().put(key, "a", Duration.ofMillis(100));
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> cache().get(key).isEmpty());
    }
}
