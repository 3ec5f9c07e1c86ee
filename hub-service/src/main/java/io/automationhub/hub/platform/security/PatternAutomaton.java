package io.automationhub.hub.platform.security;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;

/**
 * Finds all of a set of texts in one pass (Aho and Corasick, 1975). The cost for each character does not depend on how
 * many texts there are. Immutable; states are numbers, 0 is the start.
 */
final class PatternAutomaton {

    private static final int ASCII = 128;

    /** Open-addressed map of (state, character) to state; 0 marks a free place, as no edge leads to the start. */
    private long[] keys = new long[64];

    private int[] targets = new int[64];
    private int edges;
    private int states = 1;
    private int[] depth = new int[64];
    private int[] fallback = new int[64];

    /** Length of the longest text that ends in the state, 0 for none. */
    private int[] match = new int[64];

    private final boolean[] starts = new boolean[ASCII];
    private boolean startsBeyondAscii;

    PatternAutomaton(Collection<String> texts) {
        for (String text : texts) {
            insert(text);
        }
        link();
    }

    /** Where a character leads from a state. */
    int next(int state, char c) {
        if (state == 0 && (c < ASCII ? !starts[c] : !startsBeyondAscii)) {
            return 0;
        }
        for (int at = state; ; at = fallback[at]) {
            int target = edge(at, c);
            if (target != 0 || at == 0) {
                return target;
            }
        }
    }

    /** How many of the last characters may yet become part of a match. */
    int depth(int state) {
        return depth[state];
    }

    /** How many of the last characters are one of the texts, the longest; 0 for none. */
    int match(int state) {
        return match[state];
    }

    private void insert(String text) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int target = edge(state, c);
            if (target == 0) {
                target = addState(depth[state] + 1);
                addEdge(state, c, target);
            }
            state = target;
        }
        match[state] = Math.max(match[state], text.length());
        if (!text.isEmpty() && text.charAt(0) < ASCII) {
            starts[text.charAt(0)] = true;
        } else {
            startsBeyondAscii = true;
        }
    }

    private void link() {
        long[][] children = childrenByState();
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(0);
        while (!queue.isEmpty()) {
            int state = queue.remove();
            for (long edge : children[state]) {
                int target = (int) (edge >>> 16);
                char c = (char) edge;
                fallback[target] = state == 0 ? 0 : next(fallback[state], c);
                match[target] = Math.max(match[target], match[fallback[target]]);
                queue.add(target);
            }
        }
    }

    private long[][] childrenByState() {
        int[] counts = new int[states];
        forEachEdge((state, c, target) -> counts[state]++);
        long[][] children = new long[states][];
        for (int i = 0; i < states; i++) {
            children[i] = new long[counts[i]];
        }
        forEachEdge((state, c, target) -> children[state][--counts[state]] = ((long) target << 16) | c);
        return children;
    }

    private void forEachEdge(EdgeVisitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (targets[i] != 0) {
                visitor.visit((int) (keys[i] >>> 16), (char) keys[i], targets[i]);
            }
        }
    }

    private int edge(int state, char c) {
        long key = ((long) state << 16) | c;
        for (int i = place(key); targets[i] != 0; i = (i + 1) & (keys.length - 1)) {
            if (keys[i] == key) {
                return targets[i];
            }
        }
        return 0;
    }

    private void addEdge(int state, char c, int target) {
        if (++edges * 2 > keys.length) {
            grow();
        }
        put(((long) state << 16) | c, target);
    }

    private void put(long key, int target) {
        int i = place(key);
        while (targets[i] != 0) {
            i = (i + 1) & (keys.length - 1);
        }
        keys[i] = key;
        targets[i] = target;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldTargets = targets;
        keys = new long[oldKeys.length * 2];
        targets = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldTargets[i] != 0) {
                put(oldKeys[i], oldTargets[i]);
            }
        }
    }

    private int place(long key) {
        return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 32) & (keys.length - 1);
    }

    private int addState(int at) {
        if (states == depth.length) {
            depth = Arrays.copyOf(depth, states * 2);
            fallback = Arrays.copyOf(fallback, states * 2);
            match = Arrays.copyOf(match, states * 2);
        }
        depth[states] = at;
        return states++;
    }

    private interface EdgeVisitor {
        void visit(int state, char c, int target);
    }
}
