package io.automationhub.hub.platform.web.idempotency;

import java.util.UUID;

/** Remembers for 24 hours what requests with a key answered. */
public interface IdempotencyStore {

    /** What is known of a key. */
    sealed interface Outcome {

        /** Nothing yet: the request is this one's to carry out and to finish or release by its lease. */
        record Begun(UUID lease) implements Outcome {}

        /** The request was carried out. */
        record Answered(StoredAnswer answer) implements Outcome {}

        /** The same request is under way. */
        record UnderWay() implements Outcome {}

        /** The same request was carried out by a process that died before it could keep the answer. */
        record Interrupted() implements Outcome {}

        /** The key was used with another request. */
        record Reused() implements Outcome {}
    }

    /**
     * Takes a key up. Of many at once for a new key exactly one is {@code Begun}; so is one whose holder has neither
     * changed anything nor finished within two minutes.
     *
     * @param fingerprint SHA-256 of the request
     */
    Outcome begin(IdempotencyKey key, byte[] fingerprint);

    /**
     * From here to {@link #leave}, what this thread changes for the organization is committed together with a mark that the
     * request was carried out, or, when the lease has gone to another, not at all.
     */
    void enter(IdempotencyKey key, UUID lease);

    /** Ends what {@link #enter} began; harmless without it. */
    void leave();

    /** Keeps the answer; does nothing when the lease has gone to another. */
    void finish(IdempotencyKey key, UUID lease, StoredAnswer answer);

    /** Forgets a request that failed, so that it can be tried again with the same key; not one that changed something. */
    void release(IdempotencyKey key, UUID lease);
}
