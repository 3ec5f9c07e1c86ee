package io.automationhub.hub.features.hosts;

import io.automationhub.activities.build.BuildContext;
import io.automationhub.activities.build.ImageBuilder;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.EngineEvents;
import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.docker.LogFollower;
import io.automationhub.activities.docker.LogPositions;
import io.automationhub.activities.edge.AddressFollower;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.git.GitClient;
import io.automationhub.activities.git.GitSettings;
import io.automationhub.activities.git.SourcePolicy;
import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.activities.http.OutgoingTcp;
import io.automationhub.activities.notify.Mailer;
import io.automationhub.activities.notify.WebhookSender;
import io.automationhub.activities.probe.HealthVerifier;
import io.automationhub.agents.container.ContainerAgent;
import io.automationhub.agents.deployment.DeploymentAgent;
import io.automationhub.agents.git.GitAgent;
import io.automationhub.agents.healthcheck.HealthCheckAgent;
import io.automationhub.agents.notification.NotificationAgent;
import io.automationhub.agents.rollback.RollbackAgent;
import io.automationhub.workflows.agent.Agent;
import io.automationhub.workflows.agent.LogSink;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub's own machine as a host: its engine, its edge proxy, and the agents that work on them. */
public final class LocalHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalHost.class);

    private final Engine engine;
    private final Edge edge;
    private final LogFollower logs;
    private final EngineEvents events;
    private final List<Agent> agents;

    /**
     * Puts the host together; {@link #start} begins to watch it.
     *
     * @param workRoot folder for sources and caches
     * @param buildNetwork what builds may reach: {@code default}, {@code none} or {@code host}
     * @param addresses where outgoing connections may go
     * @param sources which repositories may be fetched
     */
    public LocalHost(
            Engine engine,
            Edge edge,
            Path workRoot,
            String buildNetwork,
            AddressPolicy addresses,
            SourcePolicy sources,
            LogSink sink,
            LogPositions positions,
            InstantSource clock) {
        this.engine = engine;
        this.edge = edge;
        EngineProbes probes = new EngineProbes(engine);
        ImageBuilder builder = new ImageBuilder(engine, buildNetwork, BuildContext.Limits.DEFAULT);
        this.agents = List.of(
                new GitAgent(new GitClient(GitSettings.in(workRoot), sources)),
                new ContainerAgent(engine, builder, workRoot, clock),
                new DeploymentAgent(engine, edge),
                new RollbackAgent(engine, edge),
                new HealthCheckAgent(
                        new HealthVerifier(probes, probes, clock),
                        new OutgoingHttp(addresses),
                        new OutgoingTcp(addresses)),
                new NotificationAgent(
                        new WebhookSender(new OutgoingHttp(addresses), clock), new Mailer(addresses, clock)));
        this.logs = new LogFollower(engine, sink, positions);
        this.events = new EngineEvents(engine);
    }

    /** The agents of this machine. */
    public List<Agent> agents() {
        return agents;
    }

    /** Begins to follow containers' logs and addresses, and sees to the edge proxy. */
    public void start() {
        try {
            edge.start();
        } catch (ProblemException e) {
            LOG.warn("Applications cannot be reached: {}", e.detail());
        }
        events.listen(logs);
        events.listen(new AddressFollower(engine, edge));
        events.start();
    }

    /** The containers that serve or served an environment, by name; {@code unavailable} when the engine is away. */
    public List<Instance> instances(OrganizationId organization, UUID environment) {
        Map<String, String> labels = Map.of(
                Labels.ORGANIZATION, organization.toString(),
                Labels.ENVIRONMENT, environment.toString(),
                Labels.KIND, Labels.KIND_INSTANCE);
        return engine.containers().list(labels).stream()
                .map(LocalHost::instance)
                .sorted(Comparator.comparing(Instance::name))
                .toList();
    }

    private static Instance instance(ContainerInfo info) {
        Instance.Status status = switch (info.status()) {
            case RUNNING -> Instance.Status.HEALTHY;
            case CREATED, RESTARTING -> Instance.Status.STARTING;
            case EXITED -> Instance.Status.STOPPED;
            case OTHER -> Instance.Status.UNHEALTHY;
        };
        return new Instance(
                info.name(),
                info.id(),
                String.valueOf(info.label(Labels.RELEASE)),
                String.valueOf(info.label(Labels.DEPLOYMENT)),
                status,
                info.restarts(),
                info.startedAt());
    }

    /** Stops watching. Containers and the edge proxy go on. */
    @Override
    public void close() {
        events.close();
        logs.close();
        edge.close();
        engine.close();
    }
}
