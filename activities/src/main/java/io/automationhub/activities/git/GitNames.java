package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import java.util.regex.Pattern;

/** What may be passed to git as the name of a ref or commit, or become part of a path. */
final class GitNames {

    private static final int MAX_REF = 255;
    private static final Pattern FULL_COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHORT_COMMIT = Pattern.compile("[0-9a-f]{7,39}");
    private static final Pattern DIRECTORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** What git-check-ref-format refuses, and names that look like an option. */
    private static final Pattern BAD_REF = Pattern.compile(
            "^[-+/.]|[/.]$|//|\\.\\.|/\\.|@\\{|^@$|\\.lock(/|$)|[\\p{Cntrl}\\p{Cf}\\p{Z} ~^:?*\\[\\\\]");

    private GitNames() {}

    /** Refuses what cannot be the name of a branch or tag. */
    static String ref(String ref) {
        if (ref.isEmpty() || ref.length() > MAX_REF || BAD_REF.matcher(ref).find()) {
            throw ProblemException.invalid("/ref", "Must be the name of a branch or tag, or a commit");
        }
        return ref;
    }

    /** Refuses what is not a whole commit id in lower case. */
    static String commit(String commit) {
        if (!isCommit(commit)) {
            throw ProblemException.invalid("/commit", "Must be a commit of 40 hexadecimal digits");
        }
        return commit;
    }

    static boolean isCommit(String text) {
        return FULL_COMMIT.matcher(text).matches();
    }

    static boolean isShortCommit(String text) {
        return SHORT_COMMIT.matcher(text).matches();
    }

    /** Refuses what is not one plain directory name. */
    static String directory(String pointer, String name) {
        if (!DIRECTORY.matcher(name).matches() || name.endsWith(".lock")) {
            throw ProblemException.invalid(pointer, "Must be a plain name");
        }
        return name;
    }
}
