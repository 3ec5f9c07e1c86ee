package io.automationhub.agents.analytics;

import io.automationhub.agents.Limits;
import io.automationhub.workflows.agent.CapabilityContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a row of numbers is going, and which of them stand out. */
final class Trends {

    /** Makes the median deviation comparable with a standard deviation (Iglewicz and Hoaglin, 1993). */
    private static final double NORMAL = 0.6745;

    /** The same for the mean deviation, for rows more than half of which are one number. */
    private static final double MEAN_NORMAL = 1.253314;

    record Row(List<Double> values) {}

    /**
     * A straight line through the numbers, by least squares.
     *
     * @param slope from one number to the next; null for fewer than two
     * @param r2 how much of the variation the line explains, 0 to 1
     * @param direction up, down or flat: the last only when the line explains next to nothing or does not rise
     */
    record Trend(
            @Nullable Double slope,
            @Nullable Double intercept,
            @Nullable Double r2,
            String direction) {}

    record Screened(List<Double> values, double threshold) {}

    record Anomalies(List<Anomaly> anomalies, @Nullable Double median) {}

    record Anomaly(int index, double value, double score) {}

    private static final double EXPLAINS = 0.1;

    private Trends() {}

    static Trend trend(Row in, CapabilityContext context) {
        Limits.begin(context);
        int n = in.values().size();
        if (n < 2) {
            return new Trend(null, null, null, "flat");
        }
        double meanX = (n - 1) / 2.0;
        double meanY =
                in.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double x = i - meanX;
            double y = in.values().get(i) - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        double slope = xy / xx;
        double r2 = yy == 0 ? 0 : xy * xy / (xx * yy);
        String direction = r2 < EXPLAINS || slope == 0 ? "flat" : slope > 0 ? "up" : "down";
        return new Trend(slope, meanY - slope * meanX, r2, direction);
    }

    static Anomalies anomalies(Screened in, CapabilityContext context) {
        Limits.begin(context);
        if (in.values().isEmpty()) {
            return new Anomalies(List.of(), null);
        }
        double[] sorted =
                in.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = Figures.percentile(sorted, 50);
        double[] deviations = Arrays.stream(sorted)
                .map(each -> Math.abs(each - median))
                .sorted()
                .toArray();
        double spread = Figures.percentile(deviations, 50) / NORMAL;
        if (spread == 0) {
            spread = Arrays.stream(deviations).average().orElse(0) * MEAN_NORMAL;
        }
        List<Anomaly> found = new ArrayList<>();
        for (int i = 0; spread > 0 && i < in.values().size(); i++) {
            double score = (in.values().get(i) - median) / spread;
            if (Math.abs(score) > in.threshold()) {
                found.add(new Anomaly(i, in.values().get(i), score));
            }
        }
        return new Anomalies(found, median);
    }
}
