package io.automationhub.workflows.flow;

/** Keeps values too large for workflow history. A value is named by its content, so storing it twice is one value. */
public interface LargeValues {

    /**
     * Stores a value durably before it returns.
     *
     * @return its id, the same for the same bytes
     */
    String put(byte[] value);

    /**
     * Reads a value.
     *
     * @throws io.automationhub.workflows.problem.ProblemException {@code not_found} when there is none by that id,
     *     {@code unavailable} when the store is away
     */
    byte[] get(String id);
}
