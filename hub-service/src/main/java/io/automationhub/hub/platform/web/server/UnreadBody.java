package io.automationhub.hub.platform.web.server;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;

/**
 * Says so when a connection ends because the answer was given before the body had come, as a refusal is. The server
 * closes such a connection in any case; a client that is not told sends its next request into the close (RFC 9112,
 * section 9.6).
 */
final class UnreadBody extends HttpStream.Wrapper {

    private boolean read;

    private UnreadBody(HttpStream stream) {
        super(stream);
    }

    /** Watches a request that has a body. */
    static void watch(Request request) {
        HttpFields headers = request.getHeaders();
        if (headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0 || headers.contains(HttpHeader.TRANSFER_ENCODING)) {
            request.addHttpStreamWrapper(UnreadBody::new);
        }
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = super.read();
        read |= chunk != null && chunk.isLast();
        return chunk;
    }

    @Override
    public void prepareResponse(HttpFields.Mutable headers) {
        if (!read) {
            headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        }
        super.prepareResponse(headers);
    }
}
