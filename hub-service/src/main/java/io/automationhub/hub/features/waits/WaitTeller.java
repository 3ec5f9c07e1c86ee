package io.automationhub.hub.features.waits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.runs.RunService;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.flow.Arrival;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells runs what came for them, after it is written down. What dies in between is made good by {@link WaitSweeper}. */
public final class WaitTeller {

    private static final Logger LOG = LoggerFactory.getLogger(WaitTeller.class);

    private final Transactions transactions;
    private final RunService runs;
    private final WaitMapper mapper;
    private final Clock clock;

    public WaitTeller(Transactions transactions, RunService runs, ObjectMapper json, Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.mapper = new WaitMapper(json);
        this.clock = clock;
    }

    /** Writes down that something came, if the wait is still open, and tells the run. */
    boolean arrive(WaitRow wait, JsonNode payload) {
        boolean first = transactions.inOrganization(
                new OrganizationId(wait.organizationId()),
                handle -> handle.attach(WaitDao.class).arrive(wait.id(), payload.toString(), clock.instant()) == 1);
        if (first) {
            tell(wait, payload);
        }
        return first;
    }

    /** Tells a run of what came and is written down. Temporal away is no failure: the sweeper comes back to it. */
    void tell(WaitRow wait, JsonNode payload) {
        try {
            runs.tell(new RunId(wait.runId()), new Arrival(wait.key(), payload));
        } catch (ProblemException e) {
            if (e.type() != ProblemType.UNAVAILABLE) {
                throw e;
            }
            LOG.warn("Run {} is told later what came for it: {}", wait.runId(), e.detail());
            return;
        }
        transactions.inOrganization(
                new OrganizationId(wait.organizationId()),
                handle -> handle.attach(WaitDao.class).told(wait.id(), clock.instant()));
    }

    /** Tells a run again. */
    void retell(WaitRow wait) {
        JsonNode payload = mapper.payload(wait);
        if (payload != null) {
            tell(wait, payload);
        }
    }
}
