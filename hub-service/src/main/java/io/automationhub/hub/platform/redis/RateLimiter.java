package io.automationhub.hub.platform.redis;

import java.time.Duration;

/** Spends budgets: so many requests in a period, refilled evenly (the generic cell rate algorithm). */
public interface RateLimiter {

    /**
     * A budget.
     *
     * @param name told to callers, such as {@code requests}; budgets of different names are apart
     * @param quota requests in a period, which is also what may come at once
     * @param period the time after which the whole budget is there again
     */
    record Budget(String name, int quota, Duration period) {

        public Budget {
            if (quota < 1 || period.toMillis() < 1) {
                throw new IllegalArgumentException("A budget allows one request or more in a positive time");
            }
        }

        /** Nanoseconds in which one request is earned. */
        long interval() {
            return Math.max(1, period.toNanos() / quota);
        }
    }

    /**
     * What became of a request.
     *
     * @param allowed whether it may go on
     * @param remaining how many more may come at once
     * @param resetSeconds until the whole budget is there again, rounded up
     * @param retrySeconds until another request may come, at least 1 when this one was refused, else 0
     */
    record Decision(boolean allowed, int remaining, int resetSeconds, int retrySeconds) {}

    /** Takes one request out of the budget of {@code who}; never fails. */
    Decision take(Budget budget, String who);
}
