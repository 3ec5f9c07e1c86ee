package io.automationhub.hub.platform.security;

import java.util.ArrayDeque;
import java.util.Deque;

/** The state of masking one text: what is held back, and which parts of it are known to be secret. */
final class MaskingScan {

    private final PatternAutomaton automaton;
    private final StringBuilder pending = new StringBuilder();

    /** Parts of {@code pending} to be masked, {start, end} counted over the whole text, apart and in order. */
    private final Deque<long[]> secret = new ArrayDeque<>();

    private int state;
    private long read;
    private long given;

    MaskingScan(PatternAutomaton automaton) {
        this.automaton = automaton;
    }

    PatternAutomaton automaton() {
        return automaton;
    }

    void scan(CharSequence piece, StringBuilder out) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            state = automaton.next(state, c);
            pending.append(c);
            read++;
            int matched = automaton.match(state);
            if (matched > 0) {
                mark(read - matched, read);
            }
        }
        give(read - automaton.depth(state), out);
    }

    /** Ends the scan: gives out what is certain and returns the rest, masked where a secret was found in it. */
    String takePending(StringBuilder out) {
        give(read - automaton.depth(state), out);
        StringBuilder rest = new StringBuilder();
        give(read, rest);
        state = 0;
        return rest.toString();
    }

    private void mark(long from, long to) {
        long start = Math.max(from, given);
        boolean goesOn = from < given;
        while (!secret.isEmpty() && secret.getLast()[1] > from) {
            start = Math.min(start, secret.removeLast()[0]);
        }
        if (goesOn) {
            // Overlaps a part that has been given out as masked already.
            drop(to);
        } else {
            secret.addLast(new long[] {start, to});
        }
    }

    /** Gives out all before a position, and masked parts that begin before it as a whole. */
    private void give(long until, StringBuilder out) {
        while (given < until) {
            long[] next = secret.peekFirst();
            if (next == null || next[0] >= until) {
                take(until, out);
            } else {
                take(next[0], out);
                out.append(Masker.MASK);
                drop(next[1]);
                secret.removeFirst();
            }
        }
    }

    private void take(long until, StringBuilder out) {
        int count = (int) (until - given);
        out.append(pending, 0, count);
        pending.delete(0, count);
        given = until;
    }

    private void drop(long until) {
        pending.delete(0, (int) (until - given));
        given = until;
    }
}
