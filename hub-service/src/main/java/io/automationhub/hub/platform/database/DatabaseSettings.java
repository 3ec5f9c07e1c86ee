package io.automationhub.hub.platform.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where PostgreSQL is and how to log in.
 *
 * @param host name or address
 * @param port TCP port
 * @param database name of the database, which exists
 * @param user role that owns the schema
 * @param password of that role, may be empty
 * @param options connection properties of the PostgreSQL JDBC driver, from a closed list
 * @param poolSize most connections the pool opens
 */
public record DatabaseSettings(
        String host,
        int port,
        String database,
        String user,
        String password,
        Map<String, String> options,
        int poolSize) {

    /** Connections when nothing else is said; a hub on two cores is busy with fewer. */
    public static final int DEFAULT_POOL_SIZE = 10;

    private static final Set<String> OPTIONS = Set.of(
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "connectTimeout",
            "socketTimeout",
            "tcpKeepAlive",
            "ApplicationName");

    public DatabaseSettings {
        options = Map.copyOf(options);
        for (String option : options.keySet()) {
            if (!OPTIONS.contains(option)) {
                throw new IllegalArgumentException("Connection option '" + option + "' is not one of " + OPTIONS);
            }
        }
    }

    /** Settings without extra options and with the default pool. */
    public static DatabaseSettings of(String host, int port, String database, String user, String password) {
        return new DatabaseSettings(host, port, database, user, password, Map.of(), DEFAULT_POOL_SIZE);
    }

    /**
     * Reads {@code postgres://user:password@host:port/database?sslmode=…}; the prefixes {@code postgresql:} and
     * {@code jdbc:postgresql:} are understood too, with {@code user} and {@code password} as parameters.
     *
     * @throws IllegalArgumentException when it is none of these; the message never repeats the URL, which holds a password
     */
    public static DatabaseSettings parse(String url, int poolSize) {
        URI uri;
        try {
            uri = new URI(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
        } catch (URISyntaxException e) {
            throw unreadable();
        }
        String host = uri.getHost();
        String path = uri.getPath();
        boolean known = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
        if (!known || host == null || path == null || path.length() < 2) {
            throw unreadable();
        }
        Map<String, String> options = parameters(uri.getRawQuery());
        String user = options.remove("user");
        String password = options.remove("password");
        String info = uri.getRawUserInfo();
        if (info != null) {
            int colon = info.indexOf(':');
            user = decode(colon < 0 ? info : info.substring(0, colon));
            password = colon < 0 ? password : decode(info.substring(colon + 1));
        }
        if (user == null) {
            throw new IllegalArgumentException("The database URL names no user");
        }
        return new DatabaseSettings(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                path.substring(1),
                user,
                password == null ? "" : password,
                options,
                poolSize);
    }

    @Override
    public String toString() {
        return "postgres://" + user + "@" + host + ":" + port + "/" + database;
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> found = new TreeMap<>();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                int equals = part.indexOf('=');
                if (equals < 1) {
                    throw unreadable();
                }
                found.put(decode(part.substring(0, equals)), decode(part.substring(equals + 1)));
            }
        }
        return found;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "The database URL is not of the form postgres://user:password@host:port/database");
    }
}
