package io.automationhub.agents.analytics;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of numbers; every figure but the counts is null where there are none.
 *
 * @param count numbers
 * @param missing items without a number
 * @param stddev of a sample; null for fewer than two numbers
 * @param percentiles by name such as {@code p95}, interpolated between neighbours
 */
record Figures(
        int count,
        int missing,
        @Nullable Double sum,
        @Nullable Double mean,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double stddev,
        Map<String, @Nullable Double> percentiles) {

    static Figures of(List<Double> values, int missing, List<Double> percentiles) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        DoubleSummaryStatistics all = Arrays.stream(sorted).summaryStatistics();
        boolean none = sorted.length == 0;
        Map<String, @Nullable Double> points = new LinkedHashMap<>();
        for (double point : percentiles) {
            points.put("p" + name(point), none ? null : percentile(sorted, point));
        }
        return new Figures(
                sorted.length,
                missing,
                finite(all.getSum(), none),
                finite(all.getAverage(), none),
                none ? null : all.getMin(),
                none ? null : all.getMax(),
                finite(sorted.length < 2 ? 0 : deviation(sorted, all.getAverage()), sorted.length < 2),
                points);
    }

    /** The value at a percentile of ascending numbers, by linear interpolation. */
    static double percentile(double[] sorted, double percent) {
        double at = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static double deviation(double[] values, double mean) {
        double squares =
                Arrays.stream(values).map(each -> (each - mean) * (each - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /** What JSON can hold; the sum of very large numbers is beyond it. */
    private static @Nullable Double finite(double value, boolean none) {
        return none || !Double.isFinite(value) ? null : value;
    }

    private static String name(double point) {
        return point == Math.rint(point) ? String.valueOf((long) point) : String.valueOf(point);
    }
}
