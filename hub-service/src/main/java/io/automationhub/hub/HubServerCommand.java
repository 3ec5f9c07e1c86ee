package io.automationhub.hub;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Runs the hub until it is told to stop. */
final class HubServerCommand extends ServerCommand<HubConfiguration> {

    HubServerCommand(HubApplication application) {
        super(application, "server", "Runs the hub until it is told to stop; what runs without arguments");
    }

    /** There is no configuration file. */
    @Override
    public void configure(Subparser subparser) {}

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        Failures.tell(cli, thrown);
    }
}
