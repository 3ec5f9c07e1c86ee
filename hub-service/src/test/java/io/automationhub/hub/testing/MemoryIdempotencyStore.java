package io.automationhub.hub.testing;

import io.automationhub.hub.platform.web.idempotency.IdempotencyKey;
import io.automationhub.hub.platform.web.idempotency.IdempotencyStore;
import io.automationhub.hub.platform.web.idempotency.StoredAnswer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys of one test; passes the same contract test as the real store. */
public final class MemoryIdempotencyStore implements IdempotencyStore {

    private final Map<IdempotencyKey, Held> held = new HashMap<>();

    private static final class Held {
        private final byte[] fingerprint;
        private final UUID lease;
        private @Nullable StoredAnswer answer;

        Held(byte[] fingerprint, UUID lease) {
            this.fingerprint = fingerprint.clone();
            this.lease = lease;
        }
    }

    @Override
    public synchronized Outcome begin(IdempotencyKey key, byte[] fingerprint) {
        Held found = held.get(key);
        if (found == null) {
            UUID lease = UUID.randomUUID();
            held.put(key, new Held(fingerprint, lease));
            return new Outcome.Begun(lease);
        }
        if (!Arrays.equals(found.fingerprint, fingerprint)) {
            return new Outcome.Reused();
        }
        return found.answer == null ? new Outcome.UnderWay() : new Outcome.Answered(found.answer);
    }

    /** It lives no longer than what it remembers. */
    @Override
    public void enter(IdempotencyKey key, UUID lease) {}

    @Override
    public void leave() {}

    @Override
    public synchronized void finish(IdempotencyKey key, UUID lease, StoredAnswer answer) {
        Held found = held.get(key);
        if (found != null && found.lease.equals(lease)) {
            found.answer = answer;
        }
    }

    @Override
    public synchronized void release(IdempotencyKey key, UUID lease) {
        Held found = held.get(key);
        if (found != null && found.lease.equals(lease) && found.answer == null) {
            held.remove(key);
        }
    }
}
