package io.automationhub.agents.apigateway;

import com.google.re2j.Pattern;
import io.automationhub.workflows.problem.ProblemException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Headers of a request: those the connection depends on are the client's, and no value holds a second header. */
final class Headers {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Set<String> OF_THE_CLIENT = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "proxy-authorization",
            "proxy-connection");
    private static final int LONGEST = 8_192;

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Headers with(Map<String, String> more) {
        more.forEach(this::set);
        return this;
    }

    /** Sets a header; {@code invalid} for one that could become another or break the request. The value is not repeated. */
    void set(String name, String value) {
        if (!NAME.matches(name) || OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            throw ProblemException.invalid("/headers", "A request cannot have the header '" + printable(name) + "'");
        }
        if (value.length() > LONGEST || value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c >= 0x7f)) {
            throw ProblemException.invalid(
                    "/headers", "The value of '" + name + "' is too long or holds what none may");
        }
        // The client looks content types up by this spelling.
        values.put(name.equalsIgnoreCase("content-type") ? "Content-Type" : name, value);
    }

    void setIfAbsent(String name, String value) {
        if (!values.containsKey(name)) {
            set(name, value);
        }
    }

    Map<String, String> toMap() {
        return Map.copyOf(values);
    }

    private static String printable(String name) {
        return name.substring(0, Math.min(100, name.length())).replaceAll("[^ -~]", "?");
    }
}
