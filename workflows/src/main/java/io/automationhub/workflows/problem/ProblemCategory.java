package io.automationhub.workflows.problem;

/** Who can do something about a problem; decides whether a step is retried by default. */
public enum ProblemCategory {
    /** The request or definition is wrong; trying again cannot help. */
    CALLER,
    /** A defect or an unexpected state of the hub itself. */
    INTERNAL,
    /** A limit was reached; trying later can help. */
    CAPACITY,
    /** Something the hub depends on failed or is away; trying again can help. */
    UPSTREAM
}
