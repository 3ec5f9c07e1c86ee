package io.automationhub.activities.git;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A name pinned to a commit.
 *
 * @param commit 40 hexadecimal digits; of an annotated tag what it points to
 * @param ref branch or tag name, or the commit as it was asked for
 */
public record ResolvedRef(String commit, String ref, Kind kind) {

    /** What the name named. */
    public enum Kind {
        @JsonProperty("branch")
        BRANCH,
        @JsonProperty("tag")
        TAG,
        @JsonProperty("commit")
        COMMIT
    }
}
