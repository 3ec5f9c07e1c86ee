package io.automationhub.hub;

import io.automationhub.hub.features.audit.AuditVerifier;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.embedded.OperatorDatabase;
import io.automationhub.hub.platform.security.Envelope;
import io.automationhub.hub.platform.security.MasterKeys;
import io.automationhub.hub.platform.settings.HubSettings;
import io.automationhub.hub.platform.web.Json;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import net.sourceforge.argparse4j.inf.Namespace;

/** Goes through the audit chain of every organization; fails with the first entry that was tampered with. */
final class VerifyAuditCommand extends OperatorCommand {

    private final PrintStream out;

    VerifyAuditCommand(PrintStream out) {
        super("verify-audit", "Verifies the audit chain; prints the first broken entry and ends with status 1");
        this.out = out;
    }

    @Override
    protected void run(Bootstrap<HubConfiguration> bootstrap, Namespace namespace, HubConfiguration configuration)
            throws Exception {
        HubSettings settings = configuration.settings();
        MasterKeys keys = MasterKeys.existing(
                settings.security().masterKey().orElse(null), settings.dataDir().resolve("master.key"));
        int broken = 0;
        try (OperatorDatabase reached = OperatorDatabase.open(settings, false);
                Database database = Database.open(Derived.database(reached.access()), Json.mapper())) {
            AuditVerifier verifier = new AuditVerifier(database.transactions(), new Envelope(keys));
            for (AuditVerifier.Chain chain : verifier.verifyAll()) {
                AuditVerifier.Verdict verdict = chain.verdict();
                out.println("Organization " + chain.organization() + ": " + verdict.entries()
                        + " entries are in order, the last is " + verdict.hash());
                if (verdict.defect() != null) {
                    out.println("Organization " + chain.organization() + ": " + verdict.defect());
                    broken++;
                }
            }
        }
        if (broken > 0) {
            throw new OperatorException("The audit log of " + broken + " organization(s) was tampered with");
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        out.flush();
        super.onError(cli, namespace, thrown);
    }
}
