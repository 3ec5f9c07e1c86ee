package io.automationhub.agents.release;

import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.pipeline.ReleaseSnapshot;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the hub's record of releases and of which one serves. */
public final class ReleaseAgent extends TypedAgent {

    /** Writes to a ledger. */
    public ReleaseAgent(ReleaseLedger ledger) {
        super(
                "release",
                Handler.on("create", Create.class, Kept.class, (input, context) -> create(ledger, input, context)),
                Handler.on("load", Named.class, Kept.class, (input, context) -> load(ledger, input, context)),
                Handler.on(
                        "activate", Named.class, Activated.class, (input, context) -> activate(ledger, input, context)),
                Handler.on(
                        "deactivate",
                        Named.class,
                        Deactivated.class,
                        (input, context) -> deactivate(ledger, input, context)),
                Handler.on(
                        "withdraw",
                        Named.class,
                        Deactivated.class,
                        (input, context) -> withdraw(ledger, input, context)));
    }

    private static Kept create(ReleaseLedger ledger, Create input, CapabilityContext context) {
        ReleaseLedger.Kept kept =
                ledger.create(context.call().scope(), input.deployment(), input.image(), input.commit(), input.ref());
        context.log(
                "Release " + kept.number() + " is made of " + kept.snapshot().image());
        return Kept.of(kept);
    }

    private static Kept load(ReleaseLedger ledger, Named input, CapabilityContext context) {
        ReleaseLedger.Kept kept = ledger.load(context.call().scope(), input.deployment(), input.release());
        context.log("Release " + kept.number() + " of " + kept.snapshot().image());
        return Kept.of(kept);
    }

    private static Activated activate(ReleaseLedger ledger, Named input, CapabilityContext context) {
        ReleaseLedger.Activated activated =
                ledger.activate(context.call().scope(), input.deployment(), input.release());
        return new Activated(activated.previous(), activated.keepImages());
    }

    private static Deactivated deactivate(ReleaseLedger ledger, Named input, CapabilityContext context) {
        ledger.deactivate(context.call().scope(), input.deployment(), input.release());
        return new Deactivated();
    }

    private static Deactivated withdraw(ReleaseLedger ledger, Named input, CapabilityContext context) {
        ledger.withdraw(context.call().scope(), input.deployment(), input.release());
        context.log("Nothing serves in the environment any more");
        return new Deactivated();
    }

    record Create(
            UUID deployment,
            String image,
            @Nullable String commit,
            @Nullable String ref) {}

    record Named(UUID deployment, UUID release) {}

    record Kept(UUID release, int number, ReleaseSnapshot snapshot) {

        static Kept of(ReleaseLedger.Kept kept) {
            return new Kept(kept.release(), kept.number(), kept.snapshot());
        }
    }

    record Activated(@Nullable UUID previous, List<String> keepImages) {}

    record Deactivated() {}
}
