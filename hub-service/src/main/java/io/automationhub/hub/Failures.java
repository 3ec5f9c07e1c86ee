package io.automationhub.hub;

import io.automationhub.hub.platform.embedded.EmbeddedException;
import io.automationhub.hub.platform.settings.SettingsException;
import io.automationhub.hub.platform.telemetry.Logging;
import io.dropwizard.core.cli.Cli;

/** How commands say that they failed: what an operator can act on as a sentence, anything else with its trace. */
final class Failures {

    private Failures() {}

    static void tell(Cli cli, Throwable thrown) {
        Logging.flush();
        if (thrown instanceof SettingsException || thrown instanceof OperatorException) {
            cli.getStdErr().println(thrown.getMessage());
        } else if (thrown instanceof EmbeddedException) {
            cli.getStdErr().println("The hub cannot start: " + thrown.getMessage());
        } else {
            thrown.printStackTrace(cli.getStdErr());
        }
    }
}
