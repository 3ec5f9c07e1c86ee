package io.automationhub.hub.platform.settings;

import io.automationhub.hub.platform.security.AddressRange;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns text into values and gathers every mistake, so that an operator sees all of them at once. */
final class SettingsReader {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern HOST_PORT = Pattern.compile("(?<host>.+):(?<port>[0-9]{1,5})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{1,199}");
    private static final int SHORTEST_KEY = 32;
    private static final int POSTGRES_PORT = 5432;

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    void finish() {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    void refuseUnknown(String prefix) {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(prefix)
                    && Arrays.stream(Setting.values()).noneMatch(s -> s.name().equals(name))) {
                problems.add(name + " is not a setting of the hub; did you mean " + Similarity.nearest(name) + "?");
            }
        }
    }

    private Optional<String> text(Setting setting) {
        return Optional.ofNullable(environment.get(setting.name()))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .or(setting::defaultText)
                .filter(value -> !value.isEmpty());
    }

    private String required(Setting setting) {
        return text(setting).orElse("");
    }

    private void refuse(Setting setting, String expected) {
        problems.add(setting.name() + " must be " + expected);
    }

    private void refuse(Setting setting, String expected, String value) {
        problems.add(setting.name() + " must be " + expected + ", not '" + value + "'");
    }

    int integer(Setting setting, int least, int most) {
        String value = required(setting);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        refuse(setting, "a whole number from " + least + " to " + most, value);
        return least;
    }

    boolean bool(Setting setting) {
        String value = required(setting).toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> {
                refuse(setting, "true or false", value);
                yield false;
            }
        };
    }

    <E extends Enum<E>> E oneOf(Setting setting, Class<E> type) {
        E[] values = type.getEnumConstants();
        return parse(setting, type, required(setting)).orElse(values[0]);
    }

    <E extends Enum<E>> Set<E> oneOrMore(Setting setting, Class<E> type) {
        Set<E> chosen = EnumSet.noneOf(type);
        for (String value : required(setting).split(",", -1)) {
            parse(setting, type, value.strip()).ifPresent(chosen::add);
        }
        return chosen;
    }

    private <E extends Enum<E>> Optional<E> parse(Setting setting, Class<E> type, String value) {
        Optional<E> found = Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(value))
                .findFirst();
        if (found.isEmpty()) {
            String allowed = Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            refuse(setting, "out of " + allowed, value);
        }
        return found;
    }

    Path folder(Setting setting) {
        String value = required(setting);
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            refuse(setting, "a path", value);
            return Path.of("").toAbsolutePath();
        }
    }

    String name(Setting setting) {
        String value = required(setting);
        if (!NAME.matcher(value).matches()) {
            refuse(setting, "2 to 200 letters, digits, hyphens or underscores", value);
        }
        return value;
    }

    String host(Setting setting) {
        String value = required(setting);
        if (!isHost(value)) {
            refuse(setting, "a host name or address", value);
        }
        return withoutBrackets(value);
    }

    Optional<HostPort> hostPort(Setting setting) {
        return text(setting).flatMap(value -> {
            var match = HOST_PORT.matcher(value);
            if (match.matches() && isHost(match.group("host"))) {
                int port = Integer.parseInt(match.group("port"));
                if (port > 0 && port <= 65_535) {
                    return Optional.of(new HostPort(withoutBrackets(match.group("host")), port));
                }
            }
            refuse(setting, "host:port", value);
            return Optional.empty();
        });
    }

    private static boolean isHost(String value) {
        return HOST.matcher(value).matches();
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    Optional<URI> webAddress(Setting setting) {
        return text(setting).flatMap(value -> {
            Optional<URI> uri = uri(value).filter(SettingsReader::isWeb);
            if (uri.isEmpty()) {
                refuse(setting, "an http or https address without user, query or fragment", value);
            }
            return uri.map(address -> URI.create(address.toString().replaceAll("/+$", "")));
        });
    }

    private static boolean isWeb(URI uri) {
        return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null;
    }

    /** Absolute folders, separated by commas. */
    List<Path> folders(Setting setting) {
        List<Path> folders = new ArrayList<>();
        for (String value : text(setting).orElse("").split(",", -1)) {
            String folder = value.strip();
            if (folder.isEmpty()) {
                continue;
            }
            if (folder.startsWith("/") && folder.indexOf('\0') < 0) {
                folders.add(Path.of(folder).normalize());
            } else {
                refuse(setting, "absolute folders, separated by commas", folder);
            }
        }
        return folders;
    }

    /** One of a few words. */
    String word(Setting setting, Set<String> words) {
        String value = required(setting);
        if (!words.contains(value)) {
            refuse(setting, "one of " + String.join(", ", new TreeSet<>(words)), value);
        }
        return value;
    }

    List<String> origins(Setting setting) {
        List<String> origins = new ArrayList<>();
        for (String value : text(setting).orElse("").split(",", -1)) {
            String origin = value.strip();
            if (origin.isEmpty()) {
                continue;
            }
            if (uri(origin)
                    .filter(SettingsReader::isWeb)
                    .filter(uri -> uri.getPath().isEmpty())
                    .isPresent()) {
                origins.add(origin);
            } else {
                refuse(setting, "origins such as https://example.org, separated by commas", origin);
            }
        }
        return origins;
    }

    /** Addresses and CIDR ranges, separated by commas. */
    List<String> ranges(Setting setting) {
        List<String> ranges = new ArrayList<>();
        for (String value : text(setting).orElse("").split(",", -1)) {
            String range = value.strip();
            if (range.isEmpty()) {
                continue;
            }
            try {
                AddressRange.parse(range);
                ranges.add(range);
            } catch (IllegalArgumentException e) {
                refuse(setting, "addresses or CIDR ranges such as 10.0.0.0/8, separated by commas", range);
            }
        }
        return ranges;
    }

    Optional<String> key(Setting setting) {
        Optional<String> key = text(setting);
        if (key.isPresent() && key.get().length() < SHORTEST_KEY) {
            refuse(setting, "at least " + SHORTEST_KEY + " characters; take random ones");
        }
        return key;
    }

    Optional<URI> dockerHost(Setting setting) {
        return text(setting).flatMap(value -> {
            Optional<URI> uri = uri(value).filter(SettingsReader::isDockerHost);
            if (uri.isEmpty()) {
                refuse(setting, "unix:///path or tcp://host:port", value);
            }
            return uri;
        });
    }

    private static boolean isDockerHost(URI uri) {
        boolean socket = "unix".equals(uri.getScheme())
                && uri.getPath() != null
                && uri.getPath().length() > 1;
        boolean network = "tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0;
        return socket || network;
    }

    Optional<RedisSettings> redis(Setting setting) {
        return text(setting).flatMap(value -> {
            Optional<URI> uri = uri(value)
                    .filter(address -> "redis".equals(address.getScheme()) || "rediss".equals(address.getScheme()))
                    .filter(address -> address.getHost() != null);
            if (uri.isEmpty()) {
                refuse(setting, "redis://host:port or rediss://host:port");
            }
            return uri.map(RedisSettings::new);
        });
    }

    Optional<DatabaseSettings> database(Setting setting) {
        return text(setting).flatMap(value -> {
            String plain = value.startsWith("jdbc:") ? value.substring("jdbc:".length()) : value;
            Optional<DatabaseSettings> database = uri(plain)
                    .filter(uri -> "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()))
                    .filter(uri -> uri.getHost() != null && uri.getPath().length() > 1)
                    .flatMap(SettingsReader::database);
            if (database.isEmpty()) {
                refuse(setting, "postgresql://user:password@host:5432/database");
            }
            return database;
        });
    }

    private static Optional<DatabaseSettings> database(URI uri) {
        String user = "";
        String password = "";
        String credentials = uri.getRawUserInfo();
        if (credentials != null) {
            int colon = credentials.indexOf(':');
            user = decode(colon < 0 ? credentials : credentials.substring(0, colon));
            password = colon < 0 ? "" : decode(credentials.substring(colon + 1));
        }
        List<String> parameters = new ArrayList<>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("user=")) {
                user = decode(parameter.substring("user=".length()));
            } else if (parameter.startsWith("password=")) {
                password = decode(parameter.substring("password=".length()));
            } else if (!parameter.isEmpty()) {
                parameters.add(parameter);
            }
        }
        int port = uri.getPort() < 0 ? POSTGRES_PORT : uri.getPort();
        String jdbcUrl = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath()
                + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        return user.isEmpty() ? Optional.empty() : Optional.of(new DatabaseSettings(jdbcUrl, user, password));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Optional<URI> uri(String value) {
        try {
            return Optional.of(new URI(value));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
