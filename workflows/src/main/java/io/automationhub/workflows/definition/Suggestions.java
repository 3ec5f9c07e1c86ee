package io.automationhub.workflows.definition;

import java.util.Collection;

/** Finds what an author probably meant. */
final class Suggestions {

    private Suggestions() {}

    /** {@code "; did you mean 'x'?"}, or nothing when no known name is near. */
    static String of(String written, Collection<String> known) {
        String best = "";
        int distance = (written.length() < 4 ? 1 : written.length() < 9 ? 2 : 3) + 1;
        for (String name : known) {
            if (Math.abs(name.length() - written.length()) < distance) {
                int found = distance(written, name);
                if (found < distance || (found == distance && name.compareTo(best) < 0)) {
                    best = name;
                    distance = found;
                }
            }
        }
        return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
    }

    /** Levenshtein's distance, upper and lower case being alike. */
    private static int distance(String a, String b) {
        if (a.length() > 100 || b.length() > 100) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}
