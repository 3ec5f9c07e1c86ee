package io.automationhub.hub.platform.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A cache of this process, bounded by the number of entries. */
public final class MemoryCache implements SharedCache {

    private record Entry(String value, long until) {}

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final int most;
    private final LongSupplier nanos;

    /** Holds at most so many entries. */
    public MemoryCache(int most) {
        this(most, System::nanoTime);
    }

    MemoryCache(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    @Override
    public Optional<String> get(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.until() - nanos.getAsLong() <= 0) {
            entries.remove(key, entry);
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    @Override
    public void put(String key, String value, Duration time) {
        long now = nanos.getAsLong();
        if (entries.size() >= most && !entries.containsKey(key)) {
            entries.values().removeIf(entry -> entry.until() - now <= 0);
            if (entries.size() >= most) {
                entries.clear();
            }
        }
        entries.put(key, new Entry(value, now + time.toNanos()));
    }

    @Override
    public void remove(String key) {
        entries.remove(key);
    }
}
