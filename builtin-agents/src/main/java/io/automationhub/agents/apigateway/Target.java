package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Where a request goes. No message repeats a URL, which may hold a token. */
final class Target {

    private Target() {}

    /** An absolute http or https URL without user and password. */
    static URI url(String text, String pointer) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw ProblemException.invalid(pointer, "Must be a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw ProblemException.invalid(pointer, "Must be an absolute URL of http or https");
        }
        if (uri.getRawUserInfo() != null) {
            throw ProblemException.invalid(pointer, "Must hold neither user nor password; use auth");
        }
        return uri;
    }

    /** A path of a registered API; {@code invalid} for one that could be read as another. */
    static URI of(RegisteredApi api, String path) {
        String decoded;
        try {
            decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("/path", "Must be a path");
        }
        boolean plain = path.startsWith("/")
                && slashes(path) == slashes(decoded)
                && path.chars().noneMatch(c -> c == '?' || c == '#')
                && decoded.chars().noneMatch(c -> c == '\\' || c == ';' || Character.isISOControl(c));
        for (String segment : decoded.substring(Math.min(1, decoded.length())).split("/", -1)) {
            plain &= !segment.equals(".") && !segment.equals("..");
        }
        if (!plain || decoded.contains("//")) {
            throw ProblemException.invalid("/path", "Must be a path from /, without dots, query and empty segments");
        }
        String base = api.baseUrl().toString();
        return url((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path, "/path");
    }

    private static long slashes(String text) {
        return text.chars().filter(c -> c == '/').count();
    }

    /** The URL with more query parameters; an array stands for one parameter several times, null for none. */
    static URI with(URI uri, Map<String, JsonNode> query) {
        StringBuilder more = new StringBuilder();
        query.forEach((name, value) -> {
            if (value.isArray()) {
                value.forEach(each -> append(more, name, each));
            } else {
                append(more, name, value);
            }
        });
        if (more.isEmpty()) {
            return uri;
        }
        String text = uri.toString();
        int hash = text.indexOf('#');
        String plain = hash < 0 ? text : text.substring(0, hash);
        return URI.create(plain + (uri.getRawQuery() == null ? "?" : "&") + more);
    }

    private static void append(StringBuilder more, String name, JsonNode value) {
        if (value.isContainerNode()) {
            throw ProblemException.invalid("/query", "A parameter is text, a number, true, false, or a list of those");
        }
        if (!value.isNull()) {
            more.append(more.isEmpty() ? "" : "&")
                    .append(encoded(name))
                    .append('=')
                    .append(encoded(value.asText()));
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Host and port, as secrets are bound to them. */
    static String server(URI uri) {
        int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return uri.getPort() < 0 || uri.getPort() == usual ? host : host + ":" + uri.getPort();
    }
}
