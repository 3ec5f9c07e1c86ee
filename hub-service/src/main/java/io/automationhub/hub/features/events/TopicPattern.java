package io.automationhub.hub.features.events;

import io.automationhub.workflows.problem.ProblemException;
import java.util.Arrays;
import java.util.List;

/**
 * Which topics are meant. Segments are separated by dots; {@code *} stands for any one segment and, as the last one,
 * for one or more: {@code deployment.*} means {@code deployment.succeeded} and {@code deployment.step.failed}, {@code *}
 * means everything.
 */
public final class TopicPattern {

    /** Longest topic and pattern. */
    public static final int MAX_LENGTH = 128;

    /** Every topic. */
    public static final TopicPattern ALL = new TopicPattern("*");

    private static final String ANY = "*";

    private final String text;
    private final List<String> segments;

    private TopicPattern(String text) {
        this.text = text;
        this.segments = List.of(text.split("\\.", -1));
    }

    /**
     * Reads a pattern.
     *
     * @throws ProblemException {@code invalid} with the pointer {@code /topic}
     */
    public static TopicPattern of(String text) {
        boolean valid = text.length() <= MAX_LENGTH
                && Arrays.stream(text.split("\\.", -1)).allMatch(s -> s.equals(ANY) || isSegment(s));
        if (!valid) {
            throw ProblemException.invalid(
                    "/topic", "must be names of letters, digits, '_' and '-' separated by dots, or '*' for any");
        }
        return new TopicPattern(text);
    }

    /** Whether a text can be the topic of an event. */
    public static boolean isTopic(String text) {
        return text.length() <= MAX_LENGTH
                && Arrays.stream(text.split("\\.", -1)).allMatch(TopicPattern::isSegment);
    }

    private static boolean isSegment(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0))) {
            return false;
        }
        return text.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-');
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Whether a topic is meant. */
    public boolean matches(String topic) {
        String[] names = topic.split("\\.", -1);
        int count = segments.size();
        boolean open = segments.getLast().equals(ANY);
        if (open ? names.length < count : names.length != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!segments.get(i).equals(ANY) && !segments.get(i).equals(names[i])) {
                return false;
            }
        }
        return true;
    }

    /** The same as a regular expression of PostgreSQL; its parts are letters, digits and dashes only. */
    public String regex() {
        StringBuilder regex = new StringBuilder("^");
        for (int i = 0; i < segments.size(); i++) {
            boolean last = i == segments.size() - 1;
            String segment = segments.get(i);
            regex.append(i == 0 ? "" : "[.]").append(segment.equals(ANY) ? last ? ".+" : "[^.]+" : segment);
        }
        return regex.append('$').toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
