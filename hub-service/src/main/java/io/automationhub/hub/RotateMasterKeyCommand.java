package io.automationhub.hub;

import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.secrets.KeyRotation;
import io.automationhub.hub.features.triggers.TriggerSecrets;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.embedded.OperatorDatabase;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.MasterKeys;
import io.automationhub.hub.platform.settings.HubSettings;
import io.automationhub.hub.platform.web.Json;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;

/**
 * Changes the master key. A key in the data folder is replaced by a new one; where {@code APP_MASTER_KEY} holds the keys,
 * the operator puts the new one before the old and everything is wrapped by it. Cut short at any point it can be run again.
 */
final class RotateMasterKeyCommand extends OperatorCommand {

    private final PrintStream out;

    RotateMasterKeyCommand(PrintStream out) {
        super("rotate-master-key", "Changes the key that secrets are encrypted with; the hub must not run meanwhile");
        this.out = out;
    }

    @Override
    protected void run(Bootstrap<HubConfiguration> bootstrap, Namespace namespace, HubConfiguration configuration)
            throws Exception {
        HubSettings settings = configuration.settings();
        Optional<String> given = settings.security().masterKey();
        try (OperatorDatabase reached = OperatorDatabase.open(settings, true);
                Database database = Database.open(Derived.database(reached.access()), Json.mapper())) {
            if (given.isPresent()) {
                rewrapByGiven(database.transactions(), given.get());
            } else {
                replaceFile(database.transactions(), settings.dataDir().resolve("master.key"));
            }
        }
    }

    private void rewrapByGiven(Transactions transactions, String setting) {
        MasterKeys keys = MasterKeys.parse(setting);
        if (keys.ids().size() < 2) {
            throw new OperatorException("APP_MASTER_KEY must hold the new key and behind it the old one, with a comma"
                    + " between; 'openssl rand -base64 32' makes one");
        }
        rewrap(transactions, keys);
        out.println(
                "Everything is wrapped by master key " + keys.currentId() + "; take the others out of APP_MASTER_KEY.");
    }

    private void replaceFile(Transactions transactions, Path file) throws IOException {
        MasterKeys keys = MasterKeys.withNew(file);
        rewrap(transactions, keys);
        MasterKeys.keepCurrent(file);
        out.println("Everything is wrapped by master key " + keys.currentId() + " in " + file
                + "; backups made before need the key of before.");
    }

    private void rewrap(Transactions transactions, MasterKeys keys) {
        KeyRotation rotation = rotation(transactions, keys);
        rotation.check();
        int count = rotation.rewrap();
        rotation(transactions, keys.currentOnly()).check();
        out.println(count + " values were wrapped anew.");
    }

    private static KeyRotation rotation(Transactions transactions, MasterKeys keys) {
        Envelope envelope = new Envelope(keys);
        return new KeyRotation(
                transactions,
                envelope,
                new AuditService(transactions, envelope, Clock.systemUTC()),
                List.of(new TriggerSecrets(transactions, envelope)));
    }
}
