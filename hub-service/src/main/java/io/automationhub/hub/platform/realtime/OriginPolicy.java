package io.automationhub.hub.platform.realtime;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From which pages a browser may open a socket. Other programs send no {@code Origin}; a browser always does, and does
 * not ask before it opens a socket to another site.
 *
 * @param allowed origins as browsers write them, such as {@code https://hub.example.org}
 */
public record OriginPolicy(Set<String> allowed) {

    public OriginPolicy {
        allowed = Set.copyOf(allowed);
    }

    /**
     * Refuses a foreign page.
     *
     * @throws ProblemException {@code forbidden}
     */
    public void check(@Nullable String origin) {
        if (origin != null && !allowed.contains(origin)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Pages of this origin may not open a socket");
        }
    }
}
