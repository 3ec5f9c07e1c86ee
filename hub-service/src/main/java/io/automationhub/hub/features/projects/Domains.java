package io.automationhub.hub.features.projects;

import io.automationhub.workflows.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Host names that requests are routed by. */
final class Domains {

    private static final int LONGEST = 253;
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private Domains() {}

    /** The domains in lower case; {@code invalid} with a pointer for one that is no host name (RFC 1123). */
    static List<String> checked(List<String> domains) {
        List<String> checked = new ArrayList<>();
        for (int i = 0; i < domains.size(); i++) {
            String domain = domains.get(i).toLowerCase(Locale.ROOT);
            if (domain.length() > LONGEST || !NAME.matcher(domain).matches()) {
                throw ProblemException.invalid("/domains/" + i, "This is not a domain name");
            }
            checked.add(domain);
        }
        return checked;
    }
}
