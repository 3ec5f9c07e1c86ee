package io.automationhub.hub.platform.settings;

import java.util.List;

/** The environment does not make a configuration; the message names every variable and what it may hold. */
public final class SettingsException extends RuntimeException {

    private final List<String> problems;

    SettingsException(List<String> problems) {
        super("The configuration is not valid:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence for each mistake, beginning with the variable's name and never holding a secret's value. */
    public List<String> problems() {
        return problems;
    }
}
