package io.automationhub.hub.platform.web.server;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The API's versions: in the path, and in the {@code Hub-Version} header for clients that want to be sure. */
final class Versions {

    static final String HEADER = "Hub-Version";

    private static final String CURRENT = "1";
    private static final Pattern VERSIONED = Pattern.compile("/api/v([^/]{1,20})(/.*)?");

    private Versions() {}

    /** Refuses a version that does not exist. */
    static void check(@Nullable String sent) {
        if (sent != null && !sent.equals(CURRENT)) {
            throw new ProblemException(ProblemType.MALFORMED, unknown());
        }
    }

    /** What to say of a path that matched nothing: a version that does not exist, or nothing more. */
    static @Nullable String explain(String path) {
        Matcher versioned = VERSIONED.matcher(path);
        return versioned.matches() && !versioned.group(1).equals(CURRENT) ? unknown() : null;
    }

    private static String unknown() {
        return "The API has no such version; the versions are: " + CURRENT;
    }
}
