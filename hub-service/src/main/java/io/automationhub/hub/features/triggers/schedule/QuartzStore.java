package io.automationhub.hub.features.triggers.schedule;

import io.automationhub.hub.platform.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.core.QuartzScheduler;
import org.quartz.core.QuartzSchedulerResources;
import org.quartz.impl.DefaultThreadExecutor;
import org.quartz.impl.StdJobRunShellFactory;
import org.quartz.impl.StdScheduler;
import org.quartz.impl.jdbcjobstore.InvalidConfigurationException;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.simpl.CascadingClassLoadHelper;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.spi.JobFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/**
 * Puts a Quartz scheduler together that shares its jobs with all others on the same database. Not by Quartz's own
 * factories: those keep schedulers by name in a registry of the process, where each replica's has the same name.
 */
final class QuartzStore {

    private static final String NAME = "hub";
    private static final int THREADS = 4;
    private static final Duration CHECK_IN = Duration.ofSeconds(2);
    /** How late one scheduler learns what another one has put into the store. */
    private static final Duration LOOK_ROUND = Duration.ofSeconds(5);

    private static final Duration RETRY = Duration.ofSeconds(2);

    private QuartzStore() {}

    /**
     * Makes a scheduler that does not run yet.
     *
     * @param instance differs from every other scheduler's on the database
     */
    static Scheduler scheduler(Database database, String instance, JobFactory jobs) throws SchedulerException {
        JobStoreTX store = store(database, instance);
        SimpleThreadPool threads = new SimpleThreadPool(THREADS, Thread.NORM_PRIORITY);
        threads.setInstanceName(NAME);
        threads.setMakeThreadsDaemons(true);
        threads.initialize();

        StdJobRunShellFactory shells = new StdJobRunShellFactory();
        QuartzSchedulerResources resources = new QuartzSchedulerResources();
        resources.setName(NAME);
        resources.setInstanceId(instance);
        resources.setThreadName("quartz");
        resources.setMakeSchedulerThreadDaemon(true);
        resources.setThreadExecutor(new DefaultThreadExecutor());
        resources.setThreadPool(threads);
        resources.setJobRunShellFactory(shells);
        resources.setJobStore(store);

        QuartzScheduler quartz = new QuartzScheduler(resources, LOOK_ROUND.toMillis(), RETRY.toMillis());
        CascadingClassLoadHelper classes = new CascadingClassLoadHelper();
        classes.initialize();
        store.initialize(classes, quartz.getSchedulerSignaler());
        Scheduler scheduler = new StdScheduler(quartz);
        shells.initialize(scheduler);
        quartz.initialize();
        scheduler.setJobFactory(jobs);
        return scheduler;
    }

    private static JobStoreTX store(Database database, String instance) {
        DBConnectionManager.getInstance().addConnectionProvider(instance, new Pooled(database));
        JobStoreTX store = new JobStoreTX();
        store.setInstanceName(NAME);
        store.setInstanceId(instance);
        store.setDataSource(instance);
        store.setTablePrefix("qrtz_");
        try {
            store.setDriverDelegateClass(PostgreSQLDelegate.class.getName());
        } catch (InvalidConfigurationException e) {
            throw new IllegalStateException(e);
        }
        store.setUseProperties("true");
        store.setIsClustered(true);
        store.setClusterCheckinInterval(CHECK_IN.toMillis());
        store.setDbRetryInterval(RETRY.toMillis());
        store.setMakeThreadsDaemons(true);
        return store;
    }

    /** Lends Quartz connections of the hub's pool. */
    private record Pooled(Database database) implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            // Quartz interrupts its thread to end it, which still has to give back what it was about to fire.
            boolean interrupted = Thread.interrupted();
            try {
                return database.pooled();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void initialize() {
            // The pool is open already.
        }

        @Override
        public void shutdown() {
            // The pool is the hub's to close.
        }
    }
}
