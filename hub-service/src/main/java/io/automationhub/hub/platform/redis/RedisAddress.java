package io.automationhub.hub.platform.redis;

import java.net.URI;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.SslOptions;

/** Reads {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} for TLS, alike for every use of it. */
public final class RedisAddress {

    private static final int PORT = 6379;

    private RedisAddress() {}

    /** Where the server is. */
    public static HostAndPort server(URI uri) {
        return new HostAndPort(uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort());
    }

    /** How to log in; time-outs are the caller's to set. */
    public static DefaultJedisClientConfig.Builder config(URI uri) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder();
        if ("rediss".equals(uri.getScheme())) {
            config.sslOptions(SslOptions.defaults());
        }
        String login = uri.getUserInfo();
        if (login != null) {
            int colon = login.indexOf(':');
            if (colon > 0) {
                config.user(login.substring(0, colon));
            }
            config.password(login.substring(colon + 1));
        }
        String path = uri.getPath();
        if (path != null && path.length() > 1) {
            config.database(Integer.parseInt(path.substring(1)));
        }
        return config;
    }
}
