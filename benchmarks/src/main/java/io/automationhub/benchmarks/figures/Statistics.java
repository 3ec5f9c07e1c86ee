package io.automationhub.benchmarks.figures;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Of several measurements of the same thing. */
final class Statistics {

    private Statistics() {}

    static double median(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double minimum(Collection<Double> values) {
        return values.stream().min(Double::compare).orElseThrow();
    }

    static double maximum(Collection<Double> values) {
        return values.stream().max(Double::compare).orElseThrow();
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** To three decimals, for details. */
    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
