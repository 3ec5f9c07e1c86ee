package io.automationhub.workflows.flow;

import java.time.Duration;

/**
 * Limits of the interpreter; the same for every run, changed in tests only.
 *
 * @param cutAt history events from which a run continues as new when nothing is in flight
 * @param cutBy history events from which it begins no further call so that it can
 * @param stopLimit how long a canceled step may take to stop before it is left behind
 * @param askAgain how often a queued run asks for its place again, should the group have been lost
 * @param holderCheck how often a concurrency group looks whether its holders still run
 */
public record FlowSettings(long cutAt, long cutBy, Duration stopLimit, Duration askAgain, Duration holderCheck) {

    /** What runs use. */
    public static final FlowSettings DEFAULT =
            new FlowSettings(2_000, 8_000, Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofSeconds(30));
}
