package io.automationhub.hub.features.identity;

import io.automationhub.hub.platform.database.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when keys were last used, in memory, and writes it down in one statement for all of them; {@link #flush} is to be
 * called every half minute and at the end. What a crash loses is the last half minute.
 */
public final class KeyUse {

    private static final Logger LOG = LoggerFactory.getLogger(KeyUse.class);

    private final Transactions transactions;
    private final ConcurrentMap<ApiKeyId, Use> noted = new ConcurrentHashMap<>();

    public KeyUse(Transactions transactions) {
        this.transactions = transactions;
    }

    void note(ApiKeyId key, Instant time, String address) {
        noted.put(key, new Use(time, address));
    }

    /** Writes down what was noted since the last call; what cannot be written is kept for the next. */
    public void flush() {
        List<Map.Entry<ApiKeyId, Use>> uses = new ArrayList<>();
        for (ApiKeyId key : noted.keySet()) {
            Use use = noted.remove(key);
            if (use != null) {
                uses.add(Map.entry(key, use));
            }
        }
        if (uses.isEmpty()) {
            return;
        }
        try {
            transactions.asSystem(handle -> {
                handle.attach(ApiKeyDao.class)
                        .used(
                                uses.stream().map(use -> use.getKey().value()).toArray(UUID[]::new),
                                uses.stream()
                                        .map(use -> use.getValue().time().toString())
                                        .toArray(String[]::new),
                                uses.stream()
                                        .map(use -> use.getValue().address())
                                        .toArray(String[]::new));
                return uses;
            });
        } catch (RuntimeException e) {
            uses.forEach(use -> noted.putIfAbsent(use.getKey(), use.getValue()));
            LOG.warn("The last use of {} API keys could not be written: {}", uses.size(), e.getMessage());
        }
    }

    private record Use(Instant time, String address) {}
}
