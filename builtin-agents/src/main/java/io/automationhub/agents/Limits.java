package io.automationhub.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.OutputStream;

/** What capabilities that compute may be given and may take, so that no step keeps others waiting. */
public final class Limits {

    /** The largest input, in bytes of JSON. */
    public static final int MAX_BYTES = 8_000_000;

    private static final long NANOS = 8_000_000_000L;

    private final long end = System.nanoTime() + NANOS;

    private Limits() {}

    /** Begins; {@code too_large} for an input over the limit. */
    public static Limits begin(CapabilityContext context) {
        check(context.call().input(), "input");
        return new Limits();
    }

    /** Refuses a value that is too large to be handed on. */
    public static void check(JsonNode value, String what) {
        Counter counter = new Counter();
        try {
            AgentJson.mapper().writeValue(counter, value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON can be written", e);
        } catch (java.io.IOException e) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE, "The " + what + " is larger than " + MAX_BYTES + " bytes", e);
        }
    }

    /** To be called for each item; {@code invalid} when all of them together take too long. */
    public void tick() {
        if (System.nanoTime() - end > 0) {
            throw new ProblemException(
                    ProblemType.INVALID, "It takes too long: give fewer items, or simpler expressions");
        }
    }

    private static final class Counter extends OutputStream {

        private long count;

        @Override
        public void write(int b) throws java.io.IOException {
            add(1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
            add(length);
        }

        private void add(int length) throws java.io.IOException {
            count += length;
            if (count > MAX_BYTES) {
                throw new java.io.IOException("too large");
            }
        }
    }
}
