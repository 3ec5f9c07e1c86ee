package io.automationhub.hub;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** A command that does one thing and ends. Like everything else it is configured by environment variables. */
abstract class OperatorCommand extends ConfiguredCommand<HubConfiguration> {

    OperatorCommand(String name, String description) {
        super(name, description);
    }

    /** There is no configuration file. */
    @Override
    public void configure(Subparser subparser) {}

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        Failures.tell(cli, thrown);
    }
}
