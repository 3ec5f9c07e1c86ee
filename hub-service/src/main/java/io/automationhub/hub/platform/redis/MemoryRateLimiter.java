package io.automationhub.hub.platform.redis;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Budgets of this process: one number for each budget in use, changed without locks. */
public final class MemoryRateLimiter implements RateLimiter {

    private static final int MOST_ENTRIES = 100_000;

    private record Key(String budget, String who) {}

    private final ConcurrentHashMap<Key, AtomicLong> arrivals = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final LongSupplier nanos;

    public MemoryRateLimiter() {
        this(System::nanoTime);
    }

    /** With a clock that only ever goes forward, in nanoseconds. */
    MemoryRateLimiter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public Decision take(Budget budget, String who) {
        long now = nanos.getAsLong();
        Key key = new Key(budget.name(), who);
        AtomicLong arrival = arrivals.get(key);
        if (arrival == null) {
            sweepWhenFull(now);
            arrival = arrivals.computeIfAbsent(key, made -> new AtomicLong(now));
        }
        while (true) {
            long seen = arrival.get();
            Gcra next = Gcra.take(budget, seen, now);
            if (!next.decision().allowed() || arrival.compareAndSet(seen, next.arrival())) {
                return next.decision();
            }
        }
    }

    /** A full budget is the same as none remembered; where even then too many are in use, all begin anew. */
    private void sweepWhenFull(long now) {
        if (arrivals.size() >= MOST_ENTRIES && sweeping.compareAndSet(false, true)) {
            try {
                arrivals.values().removeIf(arrival -> arrival.get() - now <= 0);
                if (arrivals.size() >= MOST_ENTRIES) {
                    arrivals.clear();
                }
            } finally {
                sweeping.set(false);
            }
        }
    }

    /** One step of the algorithm: the theoretical arrival time of the next request, and what to tell about it. */
    record Gcra(long arrival, Decision decision) {

        static Gcra take(Budget budget, long arrival, long now) {
            long interval = budget.interval();
            long burst = interval * budget.quota();
            long from = arrival - now > 0 ? arrival : now;
            long next = from + interval;
            long room = burst - (next - now);
            if (room < 0) {
                return new Gcra(arrival, new Decision(false, 0, seconds(from - now), Math.max(1, seconds(-room))));
            }
            return new Gcra(next, new Decision(true, (int) (room / interval), seconds(next - now), 0));
        }

        private static int seconds(long nanos) {
            return (int) TimeUnit.NANOSECONDS.toSeconds(nanos + 999_999_999);
        }
    }
}
