package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import java.util.List;

/** Where the contents of large files come from. */
interface LfsSource {

    /**
     * Brings contents into the cache.
     *
     * @throws ProblemException {@code source_not_found} when one is not there, {@code invalid} when it may not be asked for,
     *     {@code upstream}
     */
    void fetch(List<LfsPointer> wanted) throws InterruptedException;
}
