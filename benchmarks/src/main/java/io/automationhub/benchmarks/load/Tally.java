package io.automationhub.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one thread has seen. */
final class Tally {

    private static final int KEPT_FAILURES = 20;

    private long[] nanos = new long[1024];
    private int count;
    private int failed;
    private final List<String> failures = new ArrayList<>();

    /** One request; a failure is not among the latencies. */
    void add(long latencyNanos, @Nullable String failure) {
        if (failure != null) {
            failed++;
            if (failures.size() < KEPT_FAILURES) {
                failures.add(failure);
            }
            return;
        }
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = latencyNanos;
    }

    long[] latencies() {
        return Arrays.copyOf(nanos, count);
    }

    int failed() {
        return failed;
    }

    List<String> failures() {
        return failures;
    }
}
