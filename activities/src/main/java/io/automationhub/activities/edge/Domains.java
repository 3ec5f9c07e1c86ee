package io.automationhub.activities.edge;

import com.google.re2j.Pattern;
import io.automationhub.activities.docker.Names;
import io.automationhub.workflows.problem.ProblemException;
import java.util.List;
import java.util.Locale;

/** Host names that can be routed. */
public final class Domains {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int MAX = 100;

    private Domains() {}

    /** Lower-case names without duplicates, or {@code invalid}. */
    public static List<String> checked(List<String> domains) {
        if (domains.size() > MAX) {
            throw ProblemException.invalid("/domains", "An environment has at most " + MAX + " domains");
        }
        return domains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .peek(Domains::check)
                .distinct()
                .sorted()
                .toList();
    }

    private static void check(String domain) {
        if (domain.length() > 253 || !NAME.matches(domain)) {
            throw ProblemException.invalid("/domains", "'" + Names.printable(domain) + "' is not a host name");
        }
    }
}
