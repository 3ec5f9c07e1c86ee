package io.automationhub.hub.platform.realtime;

import java.io.IOException;

/** Where the items of a feed go: one client. Every method may block, and throws once the client is gone. */
interface FeedSink {

    void item(FeedItem item) throws IOException;

    /** Nothing came for a while; shows whether the client is still there. */
    void idle() throws IOException;

    /** Sends what was written. */
    void flush() throws IOException;

    /** The last thing written: {@code end}, {@code revoked}, or {@code restart} when the client should come again. */
    void end(String reason) throws IOException;
}
