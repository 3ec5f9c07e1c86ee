package io.automationhub.hub.features.identity;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers keys in use, for less than a second: one statement a second for a key, however many requests it makes, and a
 * key revoked at another replica is refused here within that time. Unknown ones are not remembered.
 */
public final class ApiKeyCache {

    private static final long FRESH = Duration.ofMillis(900).toNanos();
    private static final int MAX_ENTRIES = 10_000;

    private final Transactions transactions;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    /** A cache whose time is the system's. */
    public ApiKeyCache(Transactions transactions) {
        this(transactions, System::nanoTime);
    }

    ApiKeyCache(Transactions transactions, LongSupplier nanos) {
        this.transactions = transactions;
        this.nanos = nanos;
    }

    /** What is known of a secret, by its hash. */
    Optional<KnownKey> find(byte[] hash) {
        String name = HexFormat.of().formatHex(hash);
        Entry entry = entries.get(name);
        if (entry == null || nanos.getAsLong() - entry.asked >= FRESH) {
            entry = load(name, hash, entry);
        }
        return await(entry);
    }

    /** Forgets everything, so that a change is seen by the next request. */
    void forgetAll() {
        entries.clear();
    }

    /** Of the requests that find an entry old, one asks the database and the others wait for its answer. */
    private Entry load(String name, byte[] hash, @Nullable Entry old) {
        if (entries.size() >= MAX_ENTRIES) {
            entries.clear();
        }
        Entry mine = new Entry(nanos.getAsLong(), new CompletableFuture<>());
        Entry other = old == null ? entries.putIfAbsent(name, mine) : replace(name, old, mine);
        if (other != null) {
            return other;
        }
        try {
            Optional<KnownKey> found = transactions.asSystem(
                    handle -> handle.attach(ApiKeyDao.class).known(hash));
            if (found.isEmpty()) {
                entries.remove(name, mine);
            }
            mine.answer.complete(found);
        } catch (RuntimeException e) {
            entries.remove(name, mine);
            mine.answer.completeExceptionally(e);
        }
        return mine;
    }

    private @Nullable Entry replace(String name, Entry old, Entry mine) {
        return entries.replace(name, old, mine) ? null : entries.putIfAbsent(name, mine);
    }

    private static Optional<KnownKey> await(Entry entry) {
        try {
            return entry.answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new ProblemException(ProblemType.UNAVAILABLE, "The key cannot be checked at the moment", e);
        }
    }

    private record Entry(long asked, CompletableFuture<Optional<KnownKey>> answer) {}
}
