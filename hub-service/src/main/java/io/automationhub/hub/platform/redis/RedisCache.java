package io.automationhub.hub.platform.redis;

import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.params.SetParams;

/**
 * A cache all replicas share. While Redis is away nothing is found in it and nothing kept, so that a value removed by
 * one replica is not served by another.
 */
public final class RedisCache implements SharedCache {

    private static final String PREFIX = "hub:cache:";

    private final RedisConnection redis;

    public RedisCache(RedisConnection redis) {
        this.redis = redis;
    }

    @Override
    public Optional<String> get(String key) {
        return redis.ask(jedis -> Optional.ofNullable(jedis.get(PREFIX + key)), Optional::empty);
    }

    @Override
    public void put(String key, String value, Duration time) {
        redis.ask(
                jedis -> jedis.set(PREFIX + key, value, SetParams.setParams().px(Math.max(1, time.toMillis()))),
                () -> "");
    }

    @Override
    public void remove(String key) {
        redis.ask(jedis -> jedis.del(PREFIX + key), () -> 0L);
    }
}
