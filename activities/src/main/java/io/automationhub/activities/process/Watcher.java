package io.automationhub.activities.process;

/**
 * Follows a running program; every method is called by the thread that runs it. What a method throws stops the program
 * and all it started, and is passed on.
 */
public interface Watcher {

    /** A line of standard output, without its end. */
    void output(String line);

    /** A line of standard error, without its end; of progress redrawn in place only some states arrive. */
    void error(String line);

    /** Called at least once a second: the place to say that work goes on, and to notice that it is not wanted. */
    void alive();
}
