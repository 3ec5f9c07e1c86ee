package io.automationhub.workflows.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.automationhub.workflows.ids.RunId;

/** Names an ordered sequence of log lines: {@code run/<id>/<step>} or {@code instance/<name>}. */
public record LogStream(@JsonValue String value) {

    /** Reads the text form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static LogStream of(String value) {
        return new LogStream(value);
    }

    /** Lines of one step of a run. */
    public static LogStream ofStep(RunId run, String step) {
        return new LogStream("run/" + run + "/" + step);
    }

    /** Lines a running container writes. */
    public static LogStream ofInstance(String instance) {
        return new LogStream("instance/" + instance);
    }
}
