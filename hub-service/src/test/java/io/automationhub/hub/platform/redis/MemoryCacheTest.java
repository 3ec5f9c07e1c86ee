package io.automationhub.hub.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryCacheTest extends SharedCacheContract {

    private final MemoryCache cache = new MemoryCache(100);

    @Override
    SharedCache cache() {
        return cache;
    }

    @Test
    void staysBounded() {
        for (int i = 0; i < 1000; i++) {
            cache.put("key-" + i, "a", Duration.ofMinutes(1));
        }
        long found = 0;
        for (int i = 0; i < 1000; i++) {
            found += cache.get("key-" + i).isPresent() ? 1 : 0;
        }
        assertThat(found).isBetween(1L, 100L);
    }
}
