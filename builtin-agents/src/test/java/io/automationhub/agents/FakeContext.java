package io.automationhub.agents;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.agent.SecretResolver;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A call in memory: keeps its log, counts heartbeats, knows secrets, and can be canceled. */
public final class FakeContext implements CapabilityContext {

    private final CapabilityCall call;
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<String, String> servers = new HashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile @Nullable Duration timeLimit;
    private volatile boolean canceled;
    private volatile @Nullable JsonNode position;

    private FakeContext(CapabilityCall call) {
        this.call = call;
    }

    /** A call with an input record or map, in a run of its own, on host {@code local}. */
    public static FakeContext of(String agent, String capability, Object input) {
        RunId run = new RunId(UUID.randomUUID());
        return new FakeContext(new CapabilityCall(
                WorkScope.of(new OrganizationId(UUID.randomUUID())),
                run,
                capability,
                run + "/" + capability,
                agent,
                capability,
                AgentJson.mapper().valueToTree(input),
                "local"));
    }

    /** The same with a secret that can be resolved. */
    public FakeContext withSecret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /** The same with a secret that may be sent to one server. */
    public FakeContext withSecretFor(String server, String name, String value) {
        servers.put(name, server);
        return withSecret(name, value);
    }

    /** The same with so much time. */
    public FakeContext within(Duration limit) {
        timeLimit = limit;
        return this;
    }

    /** From now on a heartbeat says that the step was canceled. */
    public void cancel() {
        canceled = true;
    }

    /** The log so far. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** Heartbeats so far. */
    public int heartbeats() {
        return heartbeats.get();
    }

    @Override
    public CapabilityCall call() {
        return call;
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public void heartbeat(@Nullable JsonNode at) {
        heartbeats.incrementAndGet();
        position = at;
        if (canceled) {
            throw new CancellationException("canceled");
        }
    }

    @Override
    public Optional<JsonNode> position() {
        return Optional.ofNullable(position);
    }

    @Override
    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(timeLimit);
    }

    @Override
    public SecretResolver secrets() {
        return new SecretResolver() {
            @Override
            public String resolve(WorkScope scope, String name, @Nullable Integer version) {
                String value = secrets.get(name);
                if (value == null) {
                    throw ProblemException.notFound("secret", name);
                }
                return value;
            }

            @Override
            public String resolveFor(WorkScope scope, String name, String server) {
                String value = resolve(scope, name, null);
                return server.equals(servers.get(name)) ? value : SecretResolver.super.resolveFor(scope, name, server);
            }
        };
    }
}
