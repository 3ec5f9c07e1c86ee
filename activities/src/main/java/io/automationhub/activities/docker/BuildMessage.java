package io.automationhub.activities.docker;

/**
 * Something the builder says.
 *
 * @param text the output line without line end, the image id, or why it failed
 */
public record BuildMessage(Kind kind, String text) {

    /** What it is about. */
    public enum Kind {
        LINE,
        /** Id of the image built; the last one counts. */
        IMAGE,
        /** The build ended without an image. */
        FAILURE
    }
}
