package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.flow.WaitActivities.Wait;
import io.automationhub.workflows.flow.WaitActivities.WaitEnd;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets calls that are done in the run wait. The run may be cut meanwhile: the call then waits again in its next part. */
final class InnerWaits {

    private final RunModel run;
    private final ChangeFeed changes;
    private final Duration stopLimit;
    private final WaitActivities activities = Workflow.newLocalActivityStub(WaitActivities.class, FlowOptions.RECORD);

    InnerWaits(RunModel run, ChangeFeed changes, Duration stopLimit) {
        this.run = run;
        this.changes = changes;
        this.stopLimit = stopLimit;
    }

    /**
     * The waiting of one attempt.
     *
     * @param timeLimit the longest it may take
     * @param stop turns true when it is to stop
     */
    InnerSteps.Waiting of(
            StepModel step, CallModel call, CapabilityCall asked, Duration timeLimit, Supplier<Boolean> stop) {
        return new Attempt(step, call, asked, call.attemptBegan().plus(timeLimit), timeLimit, stop);
    }

    private final class Attempt implements InnerSteps.Waiting {

        private final StepModel step;
        private final CallModel call;
        private final CapabilityCall asked;
        private final Instant limit;
        private final Duration timeLimit;
        private final Supplier<Boolean> stop;

        Attempt(
                StepModel step,
                CallModel call,
                CapabilityCall asked,
                Instant limit,
                Duration timeLimit,
                Supplier<Boolean> stop) {
            this.step = step;
            this.call = call;
            this.asked = asked;
            this.limit = limit;
            this.timeLimit = timeLimit;
            this.stop = stop;
        }

        @Override
        public void until(Instant time) {
            begin();
            Pauses.until(Duration.between(Pauses.now(), earlier(time)), stop);
            end();
            if (stop.get() || limit.isBefore(time)) {
                throw over();
            }
        }

        @Override
        public Optional<JsonNode> arrival(@Nullable Instant time) {
            begin();
            Optional<JsonNode> arrival = await(time == null ? limit : earlier(time));
            end();
            if (arrival.isEmpty() && (stop.get() || time == null || limit.isBefore(time))) {
                throw over();
            }
            return arrival;
        }

        private Optional<JsonNode> await(Instant until) {
            String key = asked.key();
            run.arrivals.await(key);
            Optional<JsonNode> before = ask(() -> activities.open(new Wait(asked, call.attemptBegan(), until)));
            if (before.isPresent()) {
                run.arrivals.end(key);
                return before;
            }
            Pauses.until(Duration.between(Pauses.now(), until), () -> stop.get() || run.arrivals.has(key));
            if (!run.arrivals.has(key)) {
                // The hub has the last word on whether something arrived in time.
                ask(() -> activities.close(new WaitEnd(asked.scope(), asked.run(), key)))
                        .ifPresent(late -> run.arrivals.take(new Arrival(key, late)));
                if (InnerSteps.worksElsewhere(asked.capability())) {
                    Pauses.until(stopLimit, () -> run.arrivals.has(key));
                }
            }
            return run.arrivals.end(key);
        }

        private Optional<JsonNode> ask(Supplier<@Nullable JsonNode> activity) {
            try {
                JsonNode answer = activity.get();
                return answer == null || answer.isNull() ? Optional.empty() : Optional.of(answer);
            } catch (TemporalFailure e) {
                run.arrivals.end(asked.key());
                throw Failures.of(e, timeLimit).toException();
            }
        }

        private void begin() {
            call.waited = true;
            call.status = StepStatus.WAITING;
            step.reflect();
            changes.touch(step);
        }

        private void end() {
            call.status = StepStatus.RUNNING;
            step.reflect();
        }

        private Instant earlier(Instant time) {
            return time.isBefore(limit) ? time : limit;
        }

        /** Why it waits no longer, when nothing came. */
        private ProblemException over() {
            if (stop.get()) {
                return stopProblem().toException();
            }
            String detail = "The step waited longer than " + Failures.text(timeLimit);
            return new ProblemException(ProblemType.TIMEOUT, detail);
        }

        private Problem stopProblem() {
            return run.stopped == null ? Failures.problem(ProblemType.CANCELED, null) : run.stopped.problem();
        }
    }
}
