package io.automationhub.hub.platform.web;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Entity tags of RFC 9110: made from a row's version, compared with what a request brings. */
public final class Etags {

    private Etags() {}

    /** The strong tag of a version, with its quotes. */
    public static String of(long version) {
        return "\"v" + version + "\"";
    }

    /**
     * Throws {@code precondition_failed} unless {@code If-Match} is absent, {@code *}, or lists the current tag; weak tags
     * never match.
     */
    public static void requireMatch(@Nullable String ifMatch, String current) {
        if (ifMatch != null && !lists(ifMatch, current, false)) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED, "It has been changed in the meantime; read it again");
        }
    }

    /** Whether {@code If-None-Match} says that the current state is already known; weak tags count. */
    public static boolean isKnown(@Nullable String ifNoneMatch, String current) {
        return ifNoneMatch != null && lists(ifNoneMatch, current, true);
    }

    private static boolean lists(String header, String current, boolean weakly) {
        if (header.trim().equals("*")) {
            return true;
        }
        String wanted = weakly ? strong(current) : current;
        int at = 0;
        while (at < header.length()) {
            int open = header.indexOf('"', at);
            int close = open < 0 ? -1 : header.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            boolean weak = header.substring(at, open).trim().endsWith("W/");
            if ((weakly || !weak) && header.substring(open, close + 1).equals(wanted)) {
                return true;
            }
            at = close + 1;
        }
        return false;
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
