package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.events.EventService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells runs what a crash or an absent Temporal kept from them, and others of approvals that nobody made. */
public final class WaitSweeper implements Runnable {

    /** Younger ones are most likely being told right now. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    private static final int BATCH = 100;
    private static final Logger LOG = LoggerFactory.getLogger(WaitSweeper.class);

    private final Transactions transactions;
    private final WaitTeller teller;
    private final EventService events;
    private final WaitMapper mapper;
    private final Clock clock;

    public WaitSweeper(
            Transactions transactions, WaitTeller teller, EventService events, ObjectMapper json, Clock clock) {
        this.transactions = transactions;
        this.teller = teller;
        this.events = events;
        this.mapper = new WaitMapper(json);
        this.clock = clock;
    }

    /** One sweep. Whatever keeps it from ending is told and tried again by the next. */
    @Override
    public void run() {
        try {
            transactions
                    .asSystem(handle ->
                            handle.attach(WaitDao.class).untold(clock.instant().minus(LEFT_ALONE), BATCH))
                    .forEach(teller::retell);
            escalate();
        } catch (RuntimeException e) {
            LOG.warn("What came for runs that wait is told later: {}", e.getMessage());
        }
    }

    private void escalate() {
        transactions.asSystem(handle -> {
            for (WaitRow wait : handle.attach(WaitDao.class).escalate(clock.instant(), BATCH)) {
                events.publish(
                        handle,
                        new OrganizationId(wait.organizationId()),
                        "approval.escalated",
                        mapper.about(new RunId(wait.runId()), wait.step(), wait.item()));
            }
            return null;
        });
    }
}
