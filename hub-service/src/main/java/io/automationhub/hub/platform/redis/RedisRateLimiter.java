package io.automationhub.hub.platform.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** Budgets that all replicas draw on; each falls back to its own while Redis is away. */
public final class RedisRateLimiter implements RateLimiter {

    /**
     * The step of {@link MemoryRateLimiter.Gcra}, in microseconds of Redis's own clock. Takes interval and quota; gives
     * whether it is allowed, what remains, and the microseconds to reset and to retry.
     */
    private static final String TAKE = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local interval = tonumber(ARGV[1])
            local burst = interval * tonumber(ARGV[2])
            local arrival = tonumber(redis.call('GET', KEYS[1]) or now)
            local from = math.max(arrival, now)
            local after = from + interval
            local room = burst - (after - now)
            if room < 0 then
                return {0, 0, from - now, -room}
            end
            redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
            return {1, math.floor(room / interval), after - now, 0}
            """;

    private final RedisConnection redis;
    private final RateLimiter own;

    /** With the limiter to use while Redis is away. */
    public RedisRateLimiter(RedisConnection redis, RateLimiter own) {
        this.redis = redis;
        this.own = own;
    }

    @Override
    public Decision take(Budget budget, String who) {
        return redis.ask(jedis -> take(jedis, budget, who), () -> own.take(budget, who));
    }

    private static Decision take(UnifiedJedis jedis, Budget budget, String who) {
        List<String> key = List.of("hub:rate:" + budget.name() + ":" + who);
        List<String> arguments =
                List.of(Long.toString(Math.max(1, budget.interval() / 1000)), Integer.toString(budget.quota()));
        @Nullable Object answer = jedis.eval(TAKE, key, arguments);
        if (answer instanceof List<?> values && values.size() == 4) {
            boolean allowed = number(values.get(0)) == 1;
            int retry = allowed ? 0 : Math.max(1, seconds(number(values.get(3))));
            return new Decision(allowed, (int) number(values.get(1)), seconds(number(values.get(2))), retry);
        }
        throw new IllegalStateException("Redis answered the rate limit script in another shape");
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }

    private static int seconds(long micros) {
        return (int) ((micros + 999_999) / 1_000_000);
    }
}
