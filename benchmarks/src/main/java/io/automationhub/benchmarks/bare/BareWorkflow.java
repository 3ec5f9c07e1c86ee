package io.automationhub.benchmarks.bare;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Steps as somebody writes them who uses Temporal and nothing else. */
@WorkflowInterface
public interface BareWorkflow {

    /**
     * Computes a Fibonacci number so many times.
     *
     * @param together all at once instead of one after the other
     * @return the last value
     */
    @WorkflowMethod
    long run(int steps, int n, boolean together);
}
