package io.automationhub.workflows.definition.expression;

/**
 * How large a regular expression becomes when it is compiled: counted repetitions are written out, so that a few nested ones
 * fill any memory. Told from its text, before it is compiled; matching itself takes linear time.
 */
public final class PatternCost {

    /** The largest regular expression that users may write, in about instructions. */
    public static final long MOST = 2_000;

    private final String pattern;
    private int at;

    private PatternCost(String pattern) {
        this.pattern = pattern;
    }

    /** Whether a regular expression is larger than {@link #MOST}, or quotes with {@code \Q}, which hides what it is. */
    public static boolean isTooLarge(String pattern) {
        return of(pattern) > MOST;
    }

    /** The size of a regular expression; a little more than {@link #MOST} for all that are larger. */
    public static long of(String pattern) {
        return pattern.length() > MOST || pattern.contains("\\Q") ? MOST + 1 : new PatternCost(pattern).alternatives();
    }

    /** The size of what stands up to the end of the group, or of the pattern; more than {@link #MOST} counts as that. */
    private long alternatives() {
        long size = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == ')') {
                return size;
            }
            size = bounded(size + repeated(atom(c)));
        }
        return size;
    }

    /** The size of one character, class or group, which is read. */
    private long atom(char c) {
        at++;
        switch (c) {
            case '(' -> {
                long size = 1 + alternatives();
                at++;
                return size;
            }
            case '[' -> characterClass();
            case '\\' -> escape();
            default -> {
                // A character stands for itself.
            }
        }
        return 1;
    }

    /** Reads up to the bracket that ends a class; one right at its beginning is part of it. */
    private void characterClass() {
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        int first = at;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == ']' && at > first) {
                at++;
                return;
            }
            if (c == '[' && pattern.startsWith("[:", at) && pattern.indexOf(":]", at) > 0) {
                at = pattern.indexOf(":]", at) + 2;
            } else {
                at += c == '\\' ? 2 : 1;
            }
        }
    }

    private void escape() {
        boolean named = at + 1 < pattern.length()
                && (pattern.charAt(at) == 'p' || pattern.charAt(at) == 'P' || pattern.charAt(at) == 'x')
                && pattern.charAt(at + 1) == '{';
        int end = named ? pattern.indexOf('}', at) : at;
        at = (end < 0 ? pattern.length() : end) + 1;
    }

    /** The size of what was read with the repetitions that follow. */
    private long repeated(long size) {
        long result = size;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '*' || c == '+' || c == '?') {
                result = bounded(result + 1);
                at++;
            } else if (c == '{') {
                int end = pattern.indexOf('}', at);
                long times = end < 0 ? 0 : times(pattern.substring(at + 1, end));
                if (times == 0) {
                    return result;
                }
                result = bounded(result * times);
                at = end + 1;
            } else {
                return result;
            }
        }
        return result;
    }

    /** How often a counted repetition writes out what it repeats; 0 when it is none. */
    private static long times(String count) {
        int comma = count.indexOf(',');
        String last = comma < 0 || comma == count.length() - 1 ? count.replace(",", "") : count.substring(comma + 1);
        String first = comma < 0 ? count : count.substring(0, comma);
        if (!isNumber(last) || !isNumber(first)) {
            return 0;
        }
        return Math.max(1, Long.parseLong(last) + 1);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 6 && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static long bounded(long size) {
        return Math.min(size, MOST + 1);
    }
}
