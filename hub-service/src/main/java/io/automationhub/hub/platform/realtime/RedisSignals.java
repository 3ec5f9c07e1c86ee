package io.automationhub.hub.platform.realtime;

import io.automationhub.hub.platform.redis.RedisAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Signals over Redis, which spares PostgreSQL the notifications of a busy installation. While Redis is away they go
 * through PostgreSQL, where every replica listens all the time.
 */
public final class RedisSignals implements Signals {

    private static final Logger log = LoggerFactory.getLogger(RedisSignals.class);
    private static final String CHANNEL = "hub:signals";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PING = Duration.ofSeconds(5);
    private static final int PUBLISHING_MILLIS = 500;
    private static final int CONNECTING_MILLIS = 2_000;

    private final HostAndPort server;
    private final JedisClientConfig publishes;
    private final JedisClientConfig subscribes;
    private final Duration ping;
    private final Signals fallback;
    private final Listeners listeners = new Listeners();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock publishing = new ReentrantLock();
    private final Thread receiver;
    private final Thread pinger;
    private volatile boolean connected;
    private volatile @Nullable Subscriber subscriber;
    private @Nullable Jedis publisher;

    /**
     * @param uri {@code redis://} or {@code rediss://}
     * @param fallback carries what Redis cannot; closed with this
     */
    public RedisSignals(URI uri, Signals fallback) {
        this(uri, fallback, PING);
    }

    /** With another time between pings. Silence longer than two of them means that nobody is there. */
    RedisSignals(URI uri, Signals fallback, Duration ping) {
        this.server = RedisAddress.server(uri);
        this.publishes = RedisAddress.config(uri)
                .connectionTimeoutMillis(PUBLISHING_MILLIS)
                .socketTimeoutMillis(PUBLISHING_MILLIS)
                .autoNegotiateProtocol(false)
                .build();
        this.subscribes = RedisAddress.config(uri)
                .connectionTimeoutMillis(CONNECTING_MILLIS)
                .socketTimeoutMillis(CONNECTING_MILLIS)
                .autoNegotiateProtocol(false)
                .blockingSocketTimeoutMillis(
                        Math.toIntExact(ping.multipliedBy(2).plusSeconds(1).toMillis()))
                .build();
        this.ping = ping;
        this.fallback = fallback;
        this.receiver = Thread.ofVirtual().name("signals-redis").start(this::run);
        this.pinger = Thread.ofVirtual().name("signals-redis-ping").start(this::ping);
    }

    /** Whether signals go through Redis at this moment. */
    public boolean connected() {
        return connected;
    }

    @Override
    public void send(Handle handle, String channel, String body) {
        if (connected) {
            handle.afterCommit(() -> publish(Listeners.message(channel, body)));
        } else {
            fallback.send(handle, channel, body);
        }
    }

    @Override
    public Listening listen(String channel, Listener listener) {
        Listening overRedis = listeners.add(channel, listener);
        Listening overFallback = fallback.listen(channel, listener);
        return () -> {
            overRedis.close();
            overFallback.close();
        };
    }

    /** The transaction is committed, so nothing may fail here; whoever misses the signal looks by himself soon. */
    private void publish(String message) {
        publishing.lock();
        try {
            if (!connected) {
                // It went away while this waited for others, whose time-outs must not add up.
                return;
            }
            if (publisher == null) {
                publisher = new Jedis(server, publishes);
            }
            publisher.publish(CHANNEL, message);
        } catch (JedisException e) {
            away("publishing");
            dropPublisher();
        } finally {
            publishing.unlock();
        }
    }

    private void dropPublisher() {
        publishing.lock();
        try {
            if (publisher != null) {
                publisher.close();
            }
        } catch (JedisException e) {
            log.debug("The connection to Redis was already gone", e);
        } finally {
            publisher = null;
            publishing.unlock();
        }
    }

    private void run() {
        while (!isClosed()) {
            Subscriber mine = new Subscriber();
            try (Jedis jedis = new Jedis(server, subscribes)) {
                subscriber = mine;
                jedis.subscribe(mine, CHANNEL);
            } catch (JedisException e) {
                away("subscribing");
            } finally {
                subscriber = null;
                connected = false;
                // What ended this connection ended the publisher's too, which must not be found out by the next signal.
                dropPublisher();
            }
            pause(PAUSE);
        }
    }

    private void ping() {
        while (!isClosed()) {
            pause(ping);
            Subscriber present = subscriber;
            if (present != null && present.isSubscribed()) {
                try {
                    present.ping();
                } catch (JedisException e) {
                    log.debug("Redis could not be pinged", e);
                }
            }
        }
    }

    private void away(String doing) {
        if (connected && !isClosed()) {
            log.warn("Redis is away while {}; signals go through PostgreSQL until it is back", doing);
        }
        connected = false;
    }

    private void pause(Duration pause) {
        try {
            closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        Subscriber present = subscriber;
        if (present != null && present.isSubscribed()) {
            try {
                present.unsubscribe();
            } catch (JedisException e) {
                log.debug("Redis was already gone", e);
            }
        }
        receiver.interrupt();
        pinger.interrupt();
        dropPublisher();
        fallback.close();
    }

    private final class Subscriber extends JedisPubSub {

        @Override
        public void onSubscribe(String channel, int subscribed) {
            connected = true;
            log.info("Signals go through Redis");
            listeners.missed();
        }

        @Override
        public void onMessage(String channel, String message) {
            connected = true;
            listeners.received(message);
        }

        @Override
        public void onPong(String pattern) {
            connected = true;
        }
    }
}
