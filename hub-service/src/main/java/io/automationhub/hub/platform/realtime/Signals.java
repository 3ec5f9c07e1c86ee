package io.automationhub.hub.platform.realtime;

import org.jdbi.v3.core.Handle;

/**
 * Advisory messages between all replicas of the hub, this one included. A message arrives at most once and may be lost;
 * whoever listens also looks by himself now and then, and at once when told that messages were missed.
 */
public interface Signals extends AutoCloseable {

    /** Longest body, in UTF-8 bytes. */
    int MAX_BODY_BYTES = 1000;

    /**
     * Sends when the transaction of the handle has been committed, never otherwise.
     *
     * @param channel lower-case letters and dashes
     * @param body at most {@value #MAX_BODY_BYTES} bytes
     */
    void send(Handle handle, String channel, String body);

    /** Listens to a channel until the result is closed. The listener is quick and does not throw. */
    Listening listen(String channel, Listener listener);

    @Override
    void close();

    /** Who is told. */
    interface Listener {

        /** A message came. */
        void received(String body);

        /** Messages may have been lost since the last one. */
        void missed();
    }

    /** An ongoing listening. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
