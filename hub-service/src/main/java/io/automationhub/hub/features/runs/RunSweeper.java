package io.automationhub.hub.features.runs;

import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what a crash left between the commit of a run's row and the start of its workflow. */
public final class RunSweeper implements Runnable {

    /** Younger rows are most likely being started right now. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    private static final int BATCH = 100;
    private static final Logger LOG = LoggerFactory.getLogger(RunSweeper.class);

    private final Transactions transactions;
    private final RunService runs;
    private final Clock clock;

    public RunSweeper(Transactions transactions, RunService runs, Clock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.clock = clock;
    }

    /** One sweep. Whatever keeps it from ending is told and tried again by the next. */
    @Override
    public void run() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("Runs that wait to be started stay waiting: {}", e.getMessage());
        }
    }

    private void sweep() {
        List<RunDao.Unstarted> found = transactions.asSystem(
                handle -> handle.attach(RunDao.class).unstarted(clock.instant().minus(LEFT_ALONE), BATCH));
        for (RunDao.Unstarted run : found) {
            try {
                runs.start(new OrganizationId(run.organizationId()), new RunId(run.id()));
                LOG.info("Run {} was started after the fact", run.id());
            } catch (ProblemException e) {
                LOG.warn("Run {} could not be started: {}", run.id(), e.detail());
            }
        }
    }
}
