package io.automationhub.hub.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void hasVersionVariantAndTime() {
        long before = Instant.now().toEpochMilli();
        UUID id = Ids.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16)
                .isBetween(before, Instant.now().toEpochMilli() + 50);
    }

    @Test
    void growsAndNeverRepeats() {
        Set<UUID> seen = new HashSet<>();
        String last = "";
        for (int i = 0; i < 100_000; i++) {
            UUID id = Ids.next();
            assertThat(seen.add(id)).isTrue();
            assertThat(id.toString()).isGreaterThan(last);
            last = id.toString();
        }
    }
}
