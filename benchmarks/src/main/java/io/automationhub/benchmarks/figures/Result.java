package io.automationhub.benchmarks.figures;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param figure what it is
 * @param must what is asked of it, with the aim where there is one; empty when it only informs
 * @param measured the value with its unit
 * @param met whether it is as it must be; null when nothing is asked
 * @param details what the value is made of
 */
public record Result(
        String figure,
        String must,
        String measured,
        @Nullable Boolean met,
        Map<String, Object> details) {

    public Result {
        details = new LinkedHashMap<>(details);
    }

    /** A figure that may be so much at the most. */
    static Result atMost(String figure, double limit, double value, String unit, String aim, Map<String, ?> details) {
        String must = "≤ " + text(limit) + unit(unit) + (aim.isEmpty() ? "" : ", aim " + aim);
        return new Result(figure, must, text(value) + unit(unit), value <= limit, Map.copyOf(details));
    }

    /** A figure that must be so much at the least. */
    static Result atLeast(String figure, double limit, double value, Map<String, ?> details) {
        return new Result(figure, "≥ " + text(limit), text(value), value >= limit, Map.copyOf(details));
    }

    /** A figure nothing is asked of. */
    static Result informing(String figure, double value, String unit, Map<String, ?> details) {
        return new Result(figure, "", text(value) + unit(unit), null, Map.copyOf(details));
    }

    private static String unit(String unit) {
        return unit.isEmpty() ? "" : " " + unit;
    }

    /** Whole numbers as such, others with the digits that matter. */
    static String text(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }
}
