package io.automationhub.workflows.definition.expression;

import java.util.Map;
import java.util.Optional;

/**
 * What one evaluation may cost, in units of about one value touched. CEL has no loops, but nested lists, concatenation
 * and comparisons can still multiply; each of those is charged here.
 */
final class Budget {

    /** Well under a second of work. */
    static final long UNITS = 2_000_000;

    /** The longest text an expression may build, in characters. */
    static final int MAX_TEXT = 1_000_000;

    /** The longest list an expression may build. */
    static final int MAX_LIST = 100_000;

    private static final int MAX_DEPTH = 200;

    /** Evaluation is synchronous: it never leaves the thread between {@link #begin} and {@link #end}. */
    private static final ThreadLocal<Budget> CURRENT = new ThreadLocal<>();

    private long left = UNITS;

    static Budget begin() {
        Budget budget = new Budget();
        CURRENT.set(budget);
        return budget;
    }

    static void end() {
        CURRENT.remove();
    }

    /** The budget of the evaluation this thread is in. */
    static Budget current() {
        Budget budget = CURRENT.get();
        if (budget == null) {
            throw new IllegalStateException("no evaluation is under way");
        }
        return budget;
    }

    void charge(long units) {
        left -= units;
        if (left < 0) {
            throw new ExpressionException("the expression is too costly");
        }
    }

    static long ofText(int characters) {
        return characters / 64;
    }

    /** Charges a value with everything in it; the value. */
    Object chargeDeep(Object value) {
        visit(value, 0);
        return value;
    }

    /** Charges a text or list for its own length and refuses one that is too long; the value. */
    Object chargeLength(Object value) {
        if (value instanceof String text) {
            checkText(text.length());
        } else if (value instanceof java.util.Collection<?> list) {
            if (list.size() > MAX_LIST) {
                throw new ExpressionException("the expression builds a list that is too long");
            }
            charge(list.size());
        }
        return value;
    }

    /** Charges a text that a regular expression is going to read; the value. */
    Object chargeMatch(Object value) {
        if (value instanceof String text) {
            charge(1 + 2L * text.length());
        }
        return value;
    }

    /** Charges a text about to be built and refuses one that is too long. */
    void checkText(long characters) {
        if (characters > MAX_TEXT) {
            throw new ExpressionException("the expression builds a text that is too long");
        }
        charge(1 + ofText((int) characters));
    }

    private void visit(Object value, int depth) {
        charge(1);
        if (depth > MAX_DEPTH) {
            throw new ExpressionException("the expression builds a value that is too deep");
        }
        if (value instanceof String text) {
            charge(ofText(text.length()));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> {
                visit(key, depth + 1);
                visit(element, depth + 1);
            });
        } else if (value instanceof Iterable<?> list) {
            list.forEach(element -> visit(element, depth + 1));
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(element -> visit(element, depth + 1));
        }
    }
}
