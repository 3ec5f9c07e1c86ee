package io.automationhub.hub.platform.realtime;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request with a feed over WebSocket: one text frame for the data of each item, pings as heartbeat, close
 * code 1000 when nothing will follow, 1008 when the caller lost the right, 1012 when the client should come again. The
 * upgrade happens within an ordinary operation, after all that is checked for any other request.
 */
public final class SocketResponder {

    /** What a page names beside its key, because a browser wants one of the protocols it offered, and never the key. */
    private static final String PROTOCOL = "hub.v1";

    private static final int MAX_INCOMING = 1024;
    private static final Duration IDLE = Duration.ofSeconds(40);

    private final StreamLimits limits;
    private final OriginPolicy origins;
    private final FeedPump pump;

    /** With a ping each 15 s and a look at the caller's rights each 2 s. */
    public SocketResponder(StreamLimits limits, OriginPolicy origins) {
        this(limits, origins, Duration.ofSeconds(15));
    }

    /** With another heartbeat, which is also how soon a client that has gone is noticed. */
    public SocketResponder(StreamLimits limits, OriginPolicy origins, Duration heartbeat) {
        this.limits = limits;
        this.origins = origins;
        this.pump = FeedPump.of(heartbeat);
    }

    /** Whether a request asks for a socket. */
    public static boolean asked(@Nullable String upgradeHeader) {
        return "websocket".equalsIgnoreCase(upgradeHeader);
    }

    /**
     * Turns the request's connection into a socket; the resource method then returns null.
     *
     * @param feed opened when the socket is, closed with it
     * @throws ProblemException {@code forbidden} for a foreign page, {@code rate_limited}, {@code malformed}
     */
    public void upgrade(
            HttpServletRequest request, HttpServletResponse response, StreamAccess access, Supplier<Feed> feed) {
        origins.check(request.getHeader("Origin"));
        StreamLimits.Place place = limits.take(access.caller());
        SocketStream stream = new SocketStream(access, place, feed, pump);
        boolean upgraded = false;
        try {
            JettyWebSocketServerContainer container =
                    JettyWebSocketServerContainer.getContainer(request.getServletContext());
            container.setMaxTextMessageSize(MAX_INCOMING);
            container.setMaxBinaryMessageSize(MAX_INCOMING);
            container.setMaxFrameSize(MAX_INCOMING);
            container.setAutoFragment(true);
            container.setIdleTimeout(IDLE);
            upgraded = container.upgrade(
                    (asked, answer) -> {
                        if (asked.hasSubProtocol(PROTOCOL)) {
                            answer.setAcceptedSubProtocol(PROTOCOL);
                        }
                        return stream;
                    },
                    request,
                    response);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.MALFORMED, "The socket could not be opened", e);
        } finally {
            if (!upgraded) {
                place.close();
            }
        }
        if (!upgraded) {
            throw new ProblemException(ProblemType.MALFORMED, "This is not a WebSocket handshake (RFC 6455)");
        }
    }
}
