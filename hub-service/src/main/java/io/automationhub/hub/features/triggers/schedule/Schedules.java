package io.automationhub.hub.features.triggers.schedule;

import io.automationhub.hub.features.triggers.TriggerId;
import io.automationhub.hub.features.triggers.TriggerLookup;
import io.automationhub.hub.features.triggers.TriggerService;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.realtime.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every schedule looked at when a time of it has come, by one of all schedulers on the database. Each schedule is a
 * job with one moment at which it is due; when it was looked at, the next moment takes its place. Changes of schedules
 * are heard of by signals, and whatever was not heard of is found by comparing now and then.
 */
public final class Schedules implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    private static final String GROUP = "schedules";
    private static final String REVISION = "revision";
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** Stands in the queue for all schedules. */
    private static final String ALL = "";

    private final TriggerLookup triggers;
    private final ScheduleRunner runner;
    private final Scheduler quartz;
    private final Signals.Listening listening;
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Thread follower = Thread.ofVirtual().name("schedules").unstarted(this::follow);

    /** Listens from now on; {@link #start} begins to fire. */
    public Schedules(Database database, Signals signals, TriggerLookup triggers, ScheduleRunner runner)
            throws SchedulerException {
        this.triggers = triggers;
        this.runner = runner;
        this.quartz =
                QuartzStore.scheduler(database, "hub-" + Ids.next(), (bundle, scheduler) -> new ScheduleJob(this));
        this.listening = signals.listen(TriggerService.SCHEDULES, new Signals.Listener() {
            @Override
            public void received(String body) {
                heard.add(body);
            }

            @Override
            public void missed() {
                heard.add(ALL);
            }
        });
    }

    /** Begins to fire. */
    public void start() {
        try {
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Schedules cannot be started", e);
        }
        heard.add(ALL);
        follower.start();
    }

    /** Compares all schedules with what Quartz knows; to be called now and then. */
    public void compare() {
        heard.add(ALL);
    }

    /** Looks at one schedule that is due, and has it looked at again when it will be next. */
    void look(TriggerId id, Instant woken) {
        try {
            runner.run(id, woken);
            place(id, null);
        } catch (RuntimeException | SchedulerException e) {
            LOG.warn("The schedule {} cannot be looked at now; trying again: {}", id, e.getMessage());
            retry(id);
        }
    }

    private void retry(TriggerId id) {
        try {
            place(id, Instant.now().plus(AGAIN));
        } catch (RuntimeException | SchedulerException e) {
            // The next comparison finds a schedule without a moment.
            LOG.debug("The schedule {} has no next moment", id, e);
        }
    }

    private void follow() {
        try {
            while (true) {
                String body = heard.take();
                try {
                    if (body.equals(ALL)) {
                        heard.clear();
                        placeAll();
                    } else {
                        placeChanged(TriggerId.of(body));
                    }
                } catch (RuntimeException | SchedulerException e) {
                    LOG.warn("Changed schedules are taken over later: {}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Schedules are followed no more");
        }
    }

    private void placeAll() throws SchedulerException {
        Set<String> gone = new HashSet<>();
        quartz.getJobKeys(GroupMatcher.jobGroupEquals(GROUP)).forEach(key -> gone.add(key.getName()));
        for (TriggerId id : triggers.schedules()) {
            gone.remove(id.toString());
            placeChanged(id);
        }
        for (String id : gone) {
            placeChanged(TriggerId.of(id));
        }
    }

    /** Takes a schedule over as it is now, unless Quartz knows it so already. */
    private void placeChanged(TriggerId id) throws SchedulerException {
        Optional<ScheduleRunner.Look> look = runner.next(id);
        Trigger known = quartz.getTrigger(trigger(id));
        boolean same = look.isPresent()
                && known != null
                && revision(look.get()).equals(known.getJobDataMap().getString(REVISION));
        if (!same) {
            place(id, look, null);
        }
    }

    private void place(TriggerId id, @Nullable Instant notBefore) throws SchedulerException {
        place(id, runner.next(id), notBefore);
    }

    private void place(TriggerId id, Optional<ScheduleRunner.Look> look, @Nullable Instant notBefore)
            throws SchedulerException {
        if (look.isEmpty()) {
            quartz.deleteJob(job(id));
            return;
        }
        Instant at = look.get().at();
        JobDetail job = JobBuilder.newJob(ScheduleJob.class)
                .withIdentity(job(id))
                .storeDurably()
                .requestRecovery()
                .build();
        Trigger moment = TriggerBuilder.newTrigger()
                .withIdentity(trigger(id))
                .forJob(job)
                .usingJobData(REVISION, revision(look.get()))
                .startAt(Date.from(notBefore != null && at.isBefore(notBefore) ? notBefore : at))
                // However late it is: what to make of missed times is decided when it is looked at.
                .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires())
                .build();
        quartz.scheduleJob(job, Set.of(moment), true);
    }

    private static String revision(ScheduleRunner.Look look) {
        return Integer.toString(look.revision());
    }

    private static JobKey job(TriggerId id) {
        return JobKey.jobKey(id.toString(), GROUP);
    }

    private static TriggerKey trigger(TriggerId id) {
        return TriggerKey.triggerKey(id.toString(), GROUP);
    }

    /**
     * Ends at once; others go on. A look that is cut short is repeated by whoever comes next. Waiting for it would be for
     * ever where the database is gone, which Quartz asks again and again until its store is shut down.
     */
    @Override
    public void close() {
        listening.close();
        follower.interrupt();
        try {
            quartz.shutdown(false);
        } catch (SchedulerException e) {
            LOG.warn("Schedules did not end cleanly", e);
        }
    }
}
