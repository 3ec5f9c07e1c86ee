package io.automationhub.hub.platform.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.LogSink;
import io.automationhub.workflows.agent.SecretResolver;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What a capability sees of the Temporal activity it runs in. Heartbeats go on while it is busy in one long call, and a
 * cancellation that one of them brings interrupts it.
 */
final class ActivityContext implements CapabilityContext, AutoCloseable {

    private final CapabilityCall call;
    private final ActivityExecutionContext activity;
    private final LogSink logs;
    private final SecretResolver secrets;
    private final Thread worker = Thread.currentThread();
    private final Keepalive.Registration registration;

    private volatile @Nullable JsonNode position;
    private volatile @Nullable ActivityCompletionException canceled;
    private boolean closed;

    ActivityContext(
            CapabilityCall call,
            ActivityExecutionContext activity,
            LogSink logs,
            SecretResolver secrets,
            Keepalive keepalive) {
        this.call = call;
        this.activity = activity;
        this.logs = logs;
        this.secrets = secrets;
        this.position = lastPosition(activity);
        this.registration = activity.getInfo().isLocal() ? () -> {} : keepalive.register(this::beat);
    }

    @Override
    public CapabilityCall call() {
        return call;
    }

    @Override
    public void log(String line) {
        logs.line(call.scope(), call.logStream(), Instant.now(), line);
    }

    @Override
    public void heartbeat(@Nullable JsonNode now) {
        position = now;
        if (!activity.getInfo().isLocal()) {
            send();
        }
        if (canceled != null) {
            throw new CancellationException("The step was canceled");
        }
    }

    @Override
    public Optional<JsonNode> position() {
        return Optional.ofNullable(position);
    }

    @Override
    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(activity.getInfo().getStartToCloseTimeout()).filter(Duration::isPositive);
    }

    @Override
    public SecretResolver secrets() {
        return secrets;
    }

    boolean isCanceled() {
        return canceled != null;
    }

    /** The exception that tells Temporal of the cancellation, if there was one. */
    Optional<ActivityCompletionException> cancellation() {
        return Optional.ofNullable(canceled);
    }

    /** Sent in the background between the capability's own heartbeats. */
    private synchronized void beat() {
        if (closed || canceled != null) {
            return;
        }
        send();
        if (canceled != null) {
            worker.interrupt();
        }
    }

    private void send() {
        try {
            activity.heartbeat(position);
        } catch (ActivityCompletionException e) {
            canceled = e;
        }
    }

    @Override
    public void close() {
        registration.end();
        synchronized (this) {
            closed = true;
        }
        if (canceled != null) {
            // An interrupt that came too late to be seen must not hit whatever this thread does next.
            Thread.interrupted();
        }
    }

    private static @Nullable JsonNode lastPosition(ActivityExecutionContext activity) {
        return activity.getInfo().isLocal()
                ? null
                : activity.getHeartbeatDetails(JsonNode.class).orElse(null);
    }
}
