package io.automationhub.workflows.definition.expression;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps what was used last. The value is made outside the lock, so two threads may make the same one. */
final class BoundedCache<K, V> {

    private final Map<K, V> entries;

    BoundedCache(int size) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > size;
            }
        };
    }

    V get(K key, Function<K, V> maker) {
        @Nullable V known;
        synchronized (entries) {
            known = entries.get(key);
        }
        if (known != null) {
            return known;
        }
        V made = maker.apply(key);
        synchronized (entries) {
            entries.put(key, made);
        }
        return made;
    }
}
