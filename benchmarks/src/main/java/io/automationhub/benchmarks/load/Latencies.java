package io.automationhub.benchmarks.load;

import java.util.Arrays;
import java.util.List;

/**
 * How requests went.
 *
 * @param requests all of them
 * @param failed those lost or answered with anything but success
 * @param failures what went wrong with some of them
 * @param p50 median latency in milliseconds
 * @param p95 95th percentile in milliseconds
 * @param p99 99th percentile in milliseconds
 */
public record Latencies(long requests, long failed, List<String> failures, double p50, double p95, double p99) {

    static Latencies of(List<Tally> tallies) {
        long[] sorted = tallies.stream()
                .flatMapToLong(tally -> Arrays.stream(tally.latencies()))
                .sorted()
                .toArray();
        int failed = tallies.stream().mapToInt(Tally::failed).sum();
        return new Latencies(
                sorted.length + (long) failed,
                failed,
                tallies.stream()
                        .flatMap(tally -> tally.failures().stream())
                        .limit(20)
                        .toList(),
                percentile(sorted, 50),
                percentile(sorted, 95),
                percentile(sorted, 99));
    }

    private static double percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }
}
