package io.automationhub.activities.git;

/** Follows work on a repository; what a method throws stops the work and is passed on. */
public interface GitWatch {

    /** A line for people about where the work is. */
    void line(String text);

    /** Called at least once a second. */
    void alive();

    /** Follows nothing. */
    GitWatch NONE = new GitWatch() {
        @Override
        public void line(String text) {}

        @Override
        public void alive() {}
    };
}
