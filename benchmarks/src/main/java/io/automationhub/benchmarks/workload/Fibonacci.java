package io.automationhub.benchmarks.workload;

/** Work that takes a known share of a processor: 10 is nothing, 33 some ten milliseconds. */
public final class Fibonacci {

    private Fibonacci() {}

    /** The slow way on purpose. */
    public static long of(int n) {
        return n < 2 ? n : of(n - 1) + of(n - 2);
    }
}
