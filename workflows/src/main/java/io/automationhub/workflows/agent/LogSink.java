package io.automationhub.workflows.agent;

import java.time.Instant;

/** Where log lines go: masked, stored and streamed live, never through workflow history. */
public interface LogSink {

    /**
     * Appends one line, in order within its stream. Never blocks for long and never fails the caller: what cannot be
     * stored at once is kept back and stored later.
     *
     * @param stream which sequence it belongs to
     * @param scope whose line it is
     * @param time when it was written
     * @param text without line end; may hold terminal escapes, which are stored as they are
     */
    void line(WorkScope scope, LogStream stream, Instant time, String text);
}
