package io.automationhub.hub.platform.realtime;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open socket: a virtual thread pulls the feed and sends, one frame at a time. The client only listens. */
public final class SocketStream implements Session.Listener.AutoDemanding {

    private static final Logger log = LoggerFactory.getLogger(SocketStream.class);
    private static final int SEND_SECONDS = 30;

    private final StreamAccess access;
    private final StreamLimits.Place place;
    private final Supplier<Feed> feed;
    private final FeedPump pump;
    private volatile @Nullable Session session;
    private volatile @Nullable Thread thread;

    SocketStream(StreamAccess access, StreamLimits.Place place, Supplier<Feed> feed, FeedPump pump) {
        this.access = access;
        this.place = place;
        this.feed = feed;
        this.pump = pump;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        thread = Thread.ofVirtual().name("socket-stream").start(() -> serve(opened));
    }

    private void serve(Session open) {
        try (place;
                Feed source = feed.get()) {
            pump.run(access, place, source, new Sink(open));
        } catch (IOException e) {
            log.debug("A socket was closed by its client", e);
        } catch (RuntimeException e) {
            if (open.isOpen()) {
                log.error("A socket failed", e);
                open.close(StatusCode.SERVER_ERROR, "internal_error", Callback.NOOP);
            }
        } finally {
            if (open.isOpen()) {
                open.disconnect();
            }
        }
    }

    @Override
    public void onWebSocketText(String message) {
        refuse();
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        refuse();
    }

    private void refuse() {
        Session open = session;
        if (open != null) {
            open.close(StatusCode.BAD_DATA, "nothing is expected from the client", Callback.NOOP);
        }
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        callback.succeed();
        end();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        end();
    }

    private void end() {
        Thread serving = thread;
        if (serving == null) {
            place.close();
        } else if (serving != Thread.currentThread()) {
            serving.interrupt();
        }
    }

    private record Sink(Session session) implements FeedSink {

        @Override
        public void item(FeedItem item) throws IOException {
            send(sent -> session.sendText(item.data(), sent));
        }

        @Override
        public void idle() throws IOException {
            send(sent -> session.sendPing(ByteBuffer.allocate(0), sent));
        }

        @Override
        public void flush() {
            // Every frame is sent at once.
        }

        @Override
        public void end(String reason) throws IOException {
            int code = switch (reason) {
                case "revoked" -> StatusCode.POLICY_VIOLATION;
                case "restart" -> StatusCode.SERVICE_RESTART;
                default -> StatusCode.NORMAL;
            };
            send(sent -> session.close(code, reason, sent));
        }

        private static void send(Consumer<Callback> sending) throws IOException {
            Callback.Completable sent = new Callback.Completable();
            sending.accept(sent);
            try {
                sent.get(SEND_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("The client is gone", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
    }
}
