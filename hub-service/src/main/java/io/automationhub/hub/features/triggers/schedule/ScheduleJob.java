package io.automationhub.hub.features.triggers.schedule;

import io.automationhub.hub.features.triggers.TriggerId;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** What Quartz calls when a schedule has to be looked at; the job's name is the trigger's id. */
@DisallowConcurrentExecution
public final class ScheduleJob implements Job {

    private final Schedules schedules;

    ScheduleJob(Schedules schedules) {
        this.schedules = schedules;
    }

    @Override
    public void execute(JobExecutionContext context) {
        TriggerId id = TriggerId.of(context.getJobDetail().getKey().getName());
        schedules.look(id, context.getScheduledFireTime().toInstant());
    }
}
