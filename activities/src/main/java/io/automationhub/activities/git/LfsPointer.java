package io.automationhub.activities.git;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/**
 * What git holds in the place of a large file.
 *
 * @param digest SHA-256 of the content
 * @param size of the content
 */
record LfsPointer(String digest, long size) {

    /** A longer file is none. */
    static final int MAX_SIZE = 1024;

    private static final Pattern FORM =
            Pattern.compile("version https://(?:git-lfs\\.github\\.com|hawser\\.github\\.com)/spec/v1\n"
                    + "(?:ext-[^\n]*\n)*oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,18})\n?");

    /** Reads a pointer; empty for any other text. */
    static Optional<LfsPointer> read(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new LfsPointer(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }
}
