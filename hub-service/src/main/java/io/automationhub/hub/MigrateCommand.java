package io.automationhub.hub;

import io.automationhub.hub.platform.database.Migrations;
import io.automationhub.hub.platform.embedded.OperatorDatabase;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;

/** Brings the database to the newest schema. */
final class MigrateCommand extends OperatorCommand {

    MigrateCommand() {
        super("migrate", "Brings the database to the newest schema");
    }

    @Override
    protected void run(Bootstrap<HubConfiguration> bootstrap, Namespace namespace, HubConfiguration configuration)
            throws Exception {
        try (OperatorDatabase database = OperatorDatabase.open(configuration.settings(), true)) {
            Migrations.run(Derived.database(database.access()));
        }
    }
}
