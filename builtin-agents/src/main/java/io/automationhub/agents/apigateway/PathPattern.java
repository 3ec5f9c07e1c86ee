package io.automationhub.agents.apigateway;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Paths such as {@code /users/*}, where {@code *} is one segment, and {@code /repos/**}, where {@code **} is any rest. */
record PathPattern(String text) {

    boolean matches(String path) {
        String expression = Arrays.stream(text.split("/", -1))
                .map(segment -> switch (segment) {
                    case "*" -> "[^/]+";
                    case "**" -> ".*";
                    default -> Pattern.quote(segment);
                })
                .collect(Collectors.joining("/"));
        return Pattern.matches(expression, path);
    }
}
