package io.automationhub.hub.platform.security;

import io.automationhub.workflows.ids.OrganizationId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * Replaces secrets in text by {@value #MASK}: as they are, percent-encoded, in JSON escapes, and in base64 at any
 * position. Each organization has its own secrets, so that nobody can find out another's by printing guesses.
 *
 * <p>A value becomes known when it is resolved, and stays known for as long as the program runs; the values of an
 * organization that are stored are loaded when its first text comes, so a restart forgets none. Values under
 * {@value SecretPatterns#MIN_LENGTH} characters are not masked; nor are encodings of which fewer than six characters
 * belong to the value alone.
 */
public final class Masker {

    /** What stands where a secret stood. */
    public static final String MASK = "***";

    private final Source source;
    private final ConcurrentMap<OrganizationId, Known> known = new ConcurrentHashMap<>();

    public Masker(Source source) {
        this.source = source;
    }

    /** The stored secrets. */
    @FunctionalInterface
    public interface Source {

        /**
         * Values that have come since the source was last asked for the organization by this masker; all of them the
         * first time. Called whenever a stream is opened.
         *
         * @throws io.automationhub.workflows.problem.ProblemException {@code unavailable} when they cannot be read
         */
        Collection<String> fresh(OrganizationId organization);
    }

    /** Makes a value known, for all streams of the organization, those already open among them. */
    public void add(OrganizationId organization, String value) {
        known.computeIfAbsent(organization, o -> new Known()).add(List.of(value));
    }

    /** Masks a text that is there as a whole. */
    public String mask(OrganizationId organization, String text) {
        Stream stream = stream(organization);
        return stream.accept(text) + stream.flush();
    }

    /**
     * Reads the organization's secrets now; what it gives masks whole texts, asks nobody, and hides what this masker
     * comes to know later, too. For use by many threads.
     *
     * @throws io.automationhub.workflows.problem.ProblemException {@code unavailable} when they cannot be read
     */
    public UnaryOperator<String> ofKnown(OrganizationId organization) {
        Known secrets = refreshed(organization);
        return text -> {
            Stream stream = new Stream(secrets);
            return stream.accept(text) + stream.flush();
        };
    }

    /**
     * Begins a text that comes in pieces.
     *
     * @throws io.automationhub.workflows.problem.ProblemException {@code unavailable} when the organization's secrets
     *     cannot be read: what cannot be masked is not let through
     */
    public Stream stream(OrganizationId organization) {
        return new Stream(refreshed(organization));
    }

    private Known refreshed(OrganizationId organization) {
        Known secrets = known.computeIfAbsent(organization, o -> new Known());
        secrets.add(source.fresh(organization));
        return secrets;
    }

    /** One text that comes in pieces; for one thread at a time. */
    public static final class Stream {

        private final Known secrets;
        private MaskingScan scan;

        private Stream(Known secrets) {
            this.secrets = secrets;
            this.scan = new MaskingScan(secrets.automaton());
        }

        /**
         * Takes the next piece and gives out what is certain by now. The end of a piece that may be the beginning of a
         * secret is held back until the next piece or {@link #flush()}.
         */
        public String accept(CharSequence piece) {
            StringBuilder out = new StringBuilder(piece.length() + 16);
            PatternAutomaton newest = secrets.automaton();
            if (newest != scan.automaton()) {
                // What is held back is looked at again with the secrets that have come to be known.
                MaskingScan next = new MaskingScan(newest);
                next.scan(scan.takePending(out), out);
                scan = next;
            }
            scan.scan(piece, out);
            return out.toString();
        }

        /** Ends the text, or a line of it that nothing can continue, and gives out what was held back. */
        public String flush() {
            StringBuilder out = new StringBuilder();
            out.append(scan.takePending(out));
            return out.toString();
        }
    }

    private static final class Known {

        private final Set<String> patterns = new TreeSet<>();
        private volatile PatternAutomaton automaton = new PatternAutomaton(List.of());
        private volatile boolean stale;

        synchronized void add(Collection<String> values) {
            for (String value : values) {
                if (patterns.addAll(SecretPatterns.of(value))) {
                    stale = true;
                }
            }
        }

        PatternAutomaton automaton() {
            return stale ? rebuilt() : automaton;
        }

        private synchronized PatternAutomaton rebuilt() {
            if (stale) {
                automaton = new PatternAutomaton(patterns);
                stale = false;
            }
            return automaton;
        }
    }
}
