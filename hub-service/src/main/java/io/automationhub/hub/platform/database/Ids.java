package io.automationhub.hub.platform.database;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, then a 12-bit fraction of the millisecond that only
 * grows (method 3 of section 6.2), then 62 random bits. Ids made by one process sort in the order they were made.
 */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int FRACTIONS = 4096;
    private static final AtomicLong LAST = new AtomicLong();

    private Ids() {}

    /** A new id, greater than every id this process made before. */
    public static UUID next() {
        long now = System.currentTimeMillis() * FRACTIONS + (System.nanoTime() & (FRACTIONS - 1)) / 2;
        long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = (tick / FRACTIONS) << 16 | 0x7000L | (tick & (FRACTIONS - 1));
        long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
