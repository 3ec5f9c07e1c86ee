package io.automationhub.benchmarks.figures;

/**
 * How much is done for a figure.
 *
 * @param quick whether it is the small run that only shows that everything works
 * @param warmStarts starts on the same data
 * @param pairs deployments by the hub and by hand in turn
 * @param switches deployments under load
 * @param runs workflow runs
 * @param deployments deployments in all before memory is looked at
 * @param idleSeconds how long a hub is left alone before it counts as idle
 * @param loadSeconds length of one stretch of requests
 * @param stretches how often saturation is measured, the two servers in turn
 */
public record Scale(
        boolean quick,
        int warmStarts,
        int pairs,
        int switches,
        int runs,
        int deployments,
        int idleSeconds,
        int loadSeconds,
        int stretches) {

    /** What the figures are defined for. */
    public static final Scale FULL = new Scale(false, 5, 7, 20, 1_000, 50, 15, 10, 5);

    /** A few minutes. */
    public static final Scale QUICK = new Scale(true, 2, 3, 5, 100, 0, 5, 3, 2);
}
