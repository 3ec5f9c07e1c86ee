package io.automationhub.benchmarks.bare;

import io.automationhub.benchmarks.workload.Fibonacci;
import io.temporal.activity.ActivityInterface;

/** One step. */
@ActivityInterface
public interface BareActivities {

    /** A Fibonacci number. */
    long compute(int n);

    /** Does it. */
    final class Computing implements BareActivities {

        @Override
        public long compute(int n) {
            return Fibonacci.of(n);
        }
    }
}
