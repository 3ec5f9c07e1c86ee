package io.automationhub.hub.features.workflows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The difference between two texts in the unified format, with three lines around each change. Myers' algorithm ("An
 * O(ND) Difference Algorithm and Its Variations", 1986) on lines; texts that differ in more than {@link #MOST_EDITS} lines
 * are shown as one taken out and the other put in.
 */
final class UnifiedDiff {

    /** Lines taken out and put in, together; bounds time and memory. */
    static final int MOST_EDITS = 1_500;

    private static final int CONTEXT = 3;
    private static final String NO_NEWLINE = "\n\\ No newline at end of file";

    private final List<String> from;
    private final List<String> to;
    private final StringBuilder text = new StringBuilder();

    private UnifiedDiff(List<String> from, List<String> to) {
        this.from = from;
        this.to = to;
    }

    /** A line of the result: kept where both places count on, else taken out or put in. */
    private record Edit(char sign, int fromLine, int toLine) {}

    /** The difference; empty when the texts are the same. */
    static String of(String fromName, String from, String toName, String to) {
        if (from.equals(to)) {
            return "";
        }
        UnifiedDiff diff = new UnifiedDiff(lines(from), lines(to));
        diff.text
                .append("--- ")
                .append(fromName)
                .append("\n+++ ")
                .append(toName)
                .append('\n');
        diff.hunks(diff.edits());
        return diff.text.toString();
    }

    private static List<String> lines(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        String last = lines.removeLast();
        if (!last.isEmpty()) {
            lines.add(last + NO_NEWLINE);
        }
        return lines;
    }

    private List<Edit> edits() {
        int n = from.size();
        int m = to.size();
        int most = Math.min(n + m, MOST_EDITS);
        int[] reach = new int[2 * most + 3];
        int middle = most + 1;
        List<int[]> trace = new ArrayList<>();
        for (int d = 0; d <= most; d++) {
            trace.add(Arrays.copyOfRange(reach, middle - d - 1, middle + d + 2));
            for (int k = -d; k <= d; k += 2) {
                boolean down = k == -d || (k != d && reach[middle + k - 1] < reach[middle + k + 1]);
                int x = down ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
                int y = x - k;
                while (x < n && y < m && from.get(x).equals(to.get(y))) {
                    x++;
                    y++;
                }
                reach[middle + k] = x;
                if (x >= n && y >= m) {
                    return back(trace, d);
                }
            }
        }
        return replaced();
    }

    /** Follows the way back from the end; each trace is what was reached with one edit less. */
    private List<Edit> back(List<int[]> trace, int edits) {
        List<Edit> found = new ArrayList<>();
        int x = from.size();
        int y = to.size();
        for (int d = edits; d >= 0; d--) {
            int[] before = trace.get(d);
            int middle = d + 1;
            int k = x - y;
            boolean down = k == -d || (k != d && before[middle + k - 1] < before[middle + k + 1]);
            int beforeK = down ? k + 1 : k - 1;
            int beforeX = d == 0 ? 0 : before[middle + beforeK];
            int beforeY = d == 0 ? 0 : beforeX - beforeK;
            while (x > beforeX && y > beforeY) {
                found.add(new Edit(' ', --x, --y));
            }
            if (d > 0) {
                found.add(down ? new Edit('+', x, --y) : new Edit('-', --x, y));
            }
        }
        Collections.reverse(found);
        return found;
    }

    private List<Edit> replaced() {
        List<Edit> found = new ArrayList<>();
        for (int x = 0; x < from.size(); x++) {
            found.add(new Edit('-', x, 0));
        }
        for (int y = 0; y < to.size(); y++) {
            found.add(new Edit('+', from.size(), y));
        }
        return found;
    }

    private void hunks(List<Edit> edits) {
        int at = 0;
        while (at < edits.size()) {
            if (edits.get(at).sign() == ' ') {
                at++;
                continue;
            }
            int start = Math.max(0, at - CONTEXT);
            int end = at;
            int kept = 0;
            for (int i = at; i < edits.size() && kept <= 2 * CONTEXT; i++) {
                kept = edits.get(i).sign() == ' ' ? kept + 1 : 0;
                end = kept == 0 ? i + 1 : end;
            }
            end = Math.min(edits.size(), end + CONTEXT);
            hunk(edits.subList(start, end));
            at = end;
        }
    }

    private void hunk(List<Edit> edits) {
        Edit first = edits.getFirst();
        int removed = (int) edits.stream().filter(edit -> edit.sign() != '+').count();
        int added = (int) edits.stream().filter(edit -> edit.sign() != '-').count();
        text.append("@@ -")
                .append(range(first.fromLine(), removed))
                .append(" +")
                .append(range(first.toLine(), added))
                .append(" @@\n");
        for (Edit edit : edits) {
            String line = edit.sign() == '+' ? to.get(edit.toLine()) : from.get(edit.fromLine());
            text.append(edit.sign()).append(line).append('\n');
        }
    }

    /** Lines count from 1; of none, the one before is named. */
    private static String range(int line, int count) {
        int first = count == 0 ? line : line + 1;
        return count == 1 ? Integer.toString(first) : first + "," + count;
    }
}
