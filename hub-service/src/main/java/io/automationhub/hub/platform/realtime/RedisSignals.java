package io.automationhub.hub.platform.realtime;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
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
    private static final JedisClientConfig PUBLISHING = DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(500)
            .socketTimeoutMillis(500)
            .build();
    /** Silence longer than two pings means that nobody is there. */
    private static final JedisClientConfig SUBSCRIBING = DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(2_000)
            .socketTimeoutMillis(2_000)
            .blockingSocketTimeoutMillis(
                    Math.toIntExact(PING.multipliedBy(2).plusSeconds(1).toMillis()))
            .build();

    private final URI uri;
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
        this.uri = uri;
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
            if (publisher == null) {
                publisher = new Jedis(uri, PUBLISHING);
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
        if (publisher != null) {
            try {
                publisher.close();
            } catch (JedisException e) {
                log.debug("The connection to Redis was already gone", e);
            }
            publisher = null;
        }
    }

    private void run() {
        while (!isClosed()) {
            Subscriber mine = new Subscriber();
            try (Jedis jedis = new Jedis(uri, SUBSCRIBING)) {
                subscriber = mine;
                jedis.subscribe(mine, CHANNEL);
            } catch (JedisException e) {
                away("subscribing");
            } finally {
                subscriber = null;
                connected = false;
            }
            pause(PAUSE);
        }
    }

    private void ping() {
        while (!isClosed()) {
            pause(PING);
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
        if (connected) {
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
        publishing.lock();
        try {
            dropPublisher();
        } finally {
            publishing.unlock();
        }
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
