package io.automationhub.activities.probe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** What probes found, in order; the same finding again is counted, and the oldest go when there are many. */
final class Transcript {

    private static final int MAX = 100;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int probes;

    private record Entry(Instant time, String instance, String result, int times) {

        Entry again() {
            return new Entry(time, instance, result, times + 1);
        }
    }

    /** Adds a finding; true when it differs from the instance's last one. */
    synchronized boolean add(Instant time, String instance, String result) {
        probes++;
        Entry last = entries.peekLast();
        boolean same = entries.reversed().stream()
                .filter(entry -> entry.instance().equals(instance))
                .findFirst()
                .filter(entry -> entry.result().equals(result))
                .isPresent();
        if (last != null && last.instance().equals(instance) && same) {
            entries.removeLast();
            entries.addLast(last.again());
            return false;
        }
        entries.addLast(new Entry(time, instance, result, 1));
        if (entries.size() > MAX) {
            entries.removeFirst();
        }
        return !same;
    }

    synchronized int probes() {
        return probes;
    }

    /** Array of {@code {time, instance, result}}. */
    synchronized ArrayNode json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Entry entry : entries) {
            array.addObject()
                    .put("time", entry.time().toString())
                    .put("instance", entry.instance())
                    .put("result", entry.result() + (entry.times() > 1 ? " (" + entry.times() + " times)" : ""));
        }
        return array;
    }
}
