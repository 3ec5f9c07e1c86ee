package io.automationhub.workflows.definition;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as authors write them: {@code 500ms}, {@code 90s}, {@code 1h30m}, {@code 2d}, or ISO 8601. */
public final class Durations {

    /** What the language accepts; also in its JSON Schema. */
    static final String PATTERN = "^(([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+|P[0-9DTHMS.]+)$";

    private static final Duration MAX = Duration.ofDays(3650);
    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");

    private Durations() {}

    /** Reads one; empty when it is not one, or longer than ten years. */
    public static Optional<Duration> parse(String text) {
        if (text.length() > 40 || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            Duration duration = text.startsWith("P") ? Duration.parse(text) : sum(text);
            return duration.isNegative() || duration.compareTo(MAX) > 0 ? Optional.empty() : Optional.of(duration);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Duration sum(String text) {
        double millis = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            millis += Double.parseDouble(part.group(1)) * millisOf(part.group(2));
        }
        if (millis > (double) MAX.toMillis()) {
            throw new ArithmeticException("too long");
        }
        return Duration.ofMillis(Math.round(millis));
    }

    private static double millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }
}
