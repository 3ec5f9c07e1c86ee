package io.automationhub.hub.features.triggers.cron;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** One field of a cron expression: what stands there, and between which numbers. */
enum CronField {
    SECOND("second", 0, 59, List.of()),
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY_OF_MONTH("day of month", 1, 31, List.of()),
    MONTH("month", 1, 12, List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    /** 7 is Sunday, too. */
    DAY_OF_WEEK("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private final String label;
    private final int least;
    private final int most;

    @SuppressWarnings("ImmutableEnumChecker") // only ever List.of
    private final List<String> names;

    CronField(String label, int least, int most, List<String> names) {
        this.label = label;
        this.least = least;
        this.most = most;
        this.names = names;
    }

    /** How many different numbers there are. */
    int size() {
        return this == DAY_OF_WEEK ? 7 : most - least + 1;
    }

    /**
     * The numbers a text stands for.
     *
     * @throws IllegalArgumentException in words for the author
     */
    BitSet read(String text) {
        BitSet numbers = new BitSet(most + 1);
        for (String part : text.split(",", -1)) {
            part(part, numbers);
        }
        if (this == DAY_OF_WEEK && numbers.get(7)) {
            numbers.clear(7);
            numbers.set(0);
        }
        return numbers;
    }

    private void part(String text, BitSet into) {
        int slash = text.indexOf('/');
        String range = slash < 0 ? text : text.substring(0, slash);
        int step = slash < 0 ? 1 : number(text.substring(slash + 1), text);
        if (step < 1) {
            throw wrong(text, "steps of 1 or more");
        }
        int dash = range.indexOf('-');
        int from;
        int to;
        if (range.equals("*")) {
            from = least;
            // Sunday is 0 already; counted again as 7 it would fall out of step.
            to = least + size() - 1;
        } else if (dash < 0) {
            from = value(range, text);
            to = slash < 0 ? from : most;
        } else {
            from = value(range.substring(0, dash), text);
            to = value(range.substring(dash + 1), text);
        }
        if (from > to) {
            throw wrong(text, "a range that goes up");
        }
        for (int i = from; i <= to; i += step) {
            into.set(i);
        }
    }

    private int value(String text, String part) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        int value = named < 0 ? number(text, part) : named + least;
        if (value < least || value > most) {
            throw wrong(part, "numbers from " + least + " to " + most);
        }
        return value;
    }

    private int number(String text, String part) {
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(part, names.isEmpty() ? "numbers" : "numbers and names such as " + names.getFirst());
        }
        return Integer.parseInt(text);
    }

    private IllegalArgumentException wrong(String part, String allowed) {
        return new IllegalArgumentException("'" + part + "' cannot be the " + label + ", which takes " + allowed);
    }
}
