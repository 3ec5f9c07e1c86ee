package io.automationhub.activities.build;

/** Who is told how a build goes on. */
public interface Progress {

    /** A line of output. */
    void line(String line);

    /**
     * Called at least every second or so.
     *
     * @throws java.util.concurrent.CancellationException to cancel the work
     */
    void alive();
}
