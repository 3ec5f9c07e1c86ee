package io.automationhub.hub.platform.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.CapabilityManifest;
import io.automationhub.workflows.agent.LogSink;
import io.automationhub.workflows.agent.Placement;
import io.automationhub.workflows.agent.SecretResolver;
import io.automationhub.workflows.host.HostActivities;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs capabilities on this machine for workflows. Effects placed on the hub are journalled in PostgreSQL; what is placed
 * on a host is journalled by the host itself, its containers being the journal.
 */
public final class CapabilityRunner implements HostActivities {

    private static final Logger LOG = LoggerFactory.getLogger(CapabilityRunner.class);

    private final Map<String, Agent> agents = new LinkedHashMap<>();
    private final StepJournal journal;
    private final LogSink logs;
    private final SecretResolver secrets;
    private final Keepalive keepalive;

    public CapabilityRunner(
            Collection<Agent> agents, StepJournal journal, LogSink logs, SecretResolver secrets, Keepalive keepalive) {
        agents.forEach(agent -> this.agents.put(agent.manifest().slug(), agent));
        this.journal = journal;
        this.logs = logs;
        this.secrets = secrets;
        this.keepalive = keepalive;
    }

    @Override
    public JsonNode invoke(CapabilityCall call) {
        try (ActivityContext context =
                new ActivityContext(call, Activity.getExecutionContext(), logs, secrets, keepalive)) {
            try {
                return invoke(context);
            } catch (ProblemException e) {
                context.log("Failed: " + e.detail());
                throw ActivityFailures.of(e);
            } catch (CancellationException | InterruptedException e) {
                throw stopped(context, e);
            } catch (ActivityCompletionException e) {
                throw e;
            } catch (RuntimeException e) {
                if (context.isCanceled()) {
                    throw stopped(context, e);
                }
                LOG.error("{}/{} failed unexpectedly in run {}", call.agent(), call.capability(), call.run(), e);
                context.log("Failed: the hub made a mistake, its log says which");
                throw ActivityFailures.of(new ProblemException(ProblemType.INTERNAL_ERROR, "The hub made a mistake"));
            }
        }
    }

    private JsonNode invoke(ActivityContext context) throws InterruptedException {
        CapabilityCall call = context.call();
        Agent agent = agents.get(call.agent());
        if (agent == null) {
            throw ProblemException.notFound("agent", call.agent());
        }
        CapabilityManifest capability = agent.manifest().capabilities().stream()
                .filter(candidate -> candidate.name().equals(call.capability()))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("capability", call.agent() + "/" + call.capability()));
        requireOwn(call, "project", call.scope().project());
        requireOwn(call, "environment", call.scope().environment());
        if (capability.placement() == Placement.HOST) {
            return agent.invoke(context);
        }
        return switch (agent.effect(call, capability)) {
            case NONE -> agent.invoke(context);
            case IDEMPOTENT -> idempotent(agent, context);
            case ONCE -> once(agent, context);
        };
    }

    /** Whoever writes a workflow chooses its inputs, so what an input names must be what the run was started for. */
    private static void requireOwn(CapabilityCall call, String field, @Nullable UUID own) {
        JsonNode named = call.input().get(field);
        if (named != null && !named.isNull() && (own == null || !named.asText().equals(own.toString()))) {
            throw new ProblemException(ProblemType.FORBIDDEN, "The run does not belong to this " + field);
        }
    }

    private JsonNode idempotent(Agent agent, ActivityContext context) throws InterruptedException {
        Optional<StepJournal.Entry> known = journal.find(context.call());
        if (known.isPresent() && known.get().output() != null) {
            return known.get().output();
        }
        JsonNode output = agent.invoke(context);
        journal.record(context.call(), output);
        return output;
    }

    private JsonNode once(Agent agent, ActivityContext context) throws InterruptedException {
        CapabilityCall call = context.call();
        if (!journal.intend(call)) {
            Optional<StepJournal.Entry> known = journal.find(call);
            if (known.isPresent() && known.get().output() != null) {
                return known.get().output();
            }
            throw new ProblemException(
                    ProblemType.OUTCOME_UNKNOWN,
                    "This was begun before and nobody knows whether it took effect; it is not repeated");
        }
        JsonNode output;
        try {
            output = agent.invoke(context);
        } catch (ProblemException e) {
            if (e.type() != ProblemType.OUTCOME_UNKNOWN) {
                // The agent knows that nothing took effect, so another attempt is no repetition.
                journal.withdraw(call);
            }
            throw e;
        }
        journal.record(call, output);
        return output;
    }

    /** Canceled by the workflow, or by the end of this process: then the next attempt goes on. */
    private static RuntimeException stopped(ActivityContext context, Exception cause) {
        Optional<ActivityCompletionException> cancellation = context.cancellation();
        if (cancellation.isPresent()) {
            return cancellation.get();
        }
        Thread.currentThread().interrupt();
        return ApplicationFailure.newFailureWithCause(
                "The worker stopped in the middle of it", LostTasks.WORKER_STOPPED, cause);
    }
}
