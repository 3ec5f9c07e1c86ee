package io.automationhub.activities.edge;

import io.automationhub.activities.docker.Names;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes requests to the live instances of environments. What is wanted is on disk before the proxy is told, and the proxy
 * is always brought to what is on disk, so a crash at any point is made good by whoever comes next. Closing it, or killing
 * the hub, leaves the proxy serving.
 */
public final class Edge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final EdgeSettings settings;
    private final EdgeStore store;
    private final HaproxyConfig config;
    private final RuntimeSocket socket;
    private final HaproxyProcess process;
    private final Steering steering;
    private EdgeState state;
    private @Nullable Thread watcher;
    private volatile boolean closed;

    /** An edge that does nothing before {@link #start()}; reads its state from disk. */
    public Edge(EdgeSettings settings) {
        this.settings = settings;
        this.store = new EdgeStore(settings.folder());
        this.config = new HaproxyConfig(settings);
        this.socket = new RuntimeSocket(settings.folder());
        this.process = new HaproxyProcess(settings, socket);
        this.steering = new Steering(socket, settings.slots());
        this.state = store.load().orElseGet(() -> EdgeState.empty(settings.backends()));
    }

    /**
     * Finds the running proxy or starts one, brings it to the state, and from now on starts it again when it dies.
     *
     * @throws ProblemException {@code unavailable} with what the proxy said when it cannot be started
     */
    public synchronized void start() {
        converge();
        if (watcher == null) {
            watcher = Thread.ofVirtual().name("edge-watch").start(this::watch);
        }
    }

    private synchronized void converge() {
        try {
            String wanted = config.signature(state);
            if (process.answering().isEmpty() || !wanted.equals(signature())) {
                process.write(config, state, store);
                process.start();
                store.write("signature", wanted.getBytes(StandardCharsets.UTF_8));
            }
            steering.apply(state);
        } catch (IOException e) {
            throw EdgeErrors.of(e);
        }
    }

    private String signature() throws IOException {
        var file = settings.folder().resolve("signature");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Notices at once when the proxy dies: a connection to it ends. */
    private void watch() {
        while (!closed) {
            try (SocketChannel channel = socket.watch()) {
                ByteBuffer ignored = ByteBuffer.allocate(4096);
                while (channel.read(ignored) >= 0) {
                    ignored.clear();
                }
            } catch (IOException e) {
                LOG.debug("the edge proxy is away", e);
            }
            try {
                if (!closed && process.answering().isEmpty()) {
                    LOG.warn("the edge proxy is away and is started again");
                    converge();
                }
                Thread.sleep(PAUSE);
            } catch (ProblemException e) {
                LOG.warn("the edge proxy could not be started: {}", e.detail());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /**
     * Sends new requests of an environment's domains to the instances of a release; those that got them before drain.
     * Asked again with the same release and instances it answers the same.
     *
     * @param owner who the environment belongs to
     * @return what was live before
     * @throws ProblemException {@code conflict} when a domain belongs to another environment or there are too many
     *     instances, {@code not_found} when the environment is another owner's
     */
    public synchronized Optional<RoutedRelease> switchTo(
            String environment, String owner, List<String> domains, RoutedRelease release) {
        Address.check(release.instances());
        EdgeState.Environment now = environment(environment, owner);
        EdgeState.Live live = now.live();
        boolean again = live != null
                && live.release().release().equals(release.release())
                && live.release().names().equals(release.names());
        RoutedRelease previous = live == null ? null : again ? live.previous() : live.release();
        List<String> before = live == null ? List.of() : again ? live.previousDomains() : now.domains();
        put(
                environment,
                now.with(free(environment, domains), new EdgeState.Live(release, previous, before), settings.slots()));
        return Optional.ofNullable(previous);
    }

    /** Takes a switch back: what was live before gets new requests again, for its domains; null for nothing. */
    public synchronized void restore(String environment, String owner, @Nullable RoutedRelease previous) {
        EdgeState.Environment now = environment(environment, owner);
        if (previous == null) {
            if (now.live() != null) {
                put(environment, now.with(now.domains(), null, settings.slots()));
            }
            return;
        }
        Address.check(previous.instances());
        EdgeState.Live live = now.live();
        boolean known = live != null && previous.equals(live.previous());
        put(
                environment,
                now.with(
                        live != null && known ? live.previousDomains() : now.domains(),
                        new EdgeState.Live(previous, null, List.of()),
                        settings.slots()));
    }

    /** Takes the switch to any of these instances back, if there was one: a switch whose outcome nobody learned. */
    public synchronized void takeBack(String environment, String owner, Set<String> instances) {
        EdgeState.Live live = environment(environment, owner).live();
        if (live != null && live.release().names().stream().anyMatch(instances::contains)) {
            restore(environment, owner, live.previous());
        }
    }

    /** Requests and connections still in flight on instances of the environment that are no longer live. */
    public synchronized long draining(String environment, String owner) {
        EdgeState.Environment now = environment(environment, owner);
        long sessions = 0;
        for (Map.Entry<Integer, InstanceTraffic> slot : slots(now).entrySet()) {
            InstanceInfo instance = now.slots().get(slot.getKey());
            if (instance != null && !now.isLive(instance)) {
                sessions += slot.getValue().sessions();
            }
        }
        return sessions;
    }

    /** Forgets instances that are about to be removed; live ones stay. */
    public synchronized void release(String environment, String owner, Set<String> instances) {
        EdgeState.Environment now = environment(environment, owner);
        EdgeState.Live live = now.live();
        Set<String> gone = new java.util.HashSet<>(instances);
        gone.removeAll(live == null ? Set.of() : live.release().names());
        if (now.slots().values().stream().anyMatch(instance -> gone.contains(instance.name()))) {
            put(environment, now.without(gone));
        }
    }

    /** What is live in an environment. */
    public synchronized Optional<RoutedRelease> live(String environment, String owner) {
        EdgeState.Live live = environment(environment, owner).live();
        return Optional.ofNullable(live == null ? null : live.release());
    }

    /** Forgets an environment and its domains. */
    public synchronized void forget(String environment, String owner) {
        EdgeState.Environment gone = environment(environment, owner);
        if (state.environments().containsKey(environment)) {
            change(state.without(environment), gone.backend(), null);
        }
    }

    /** Traffic of the environment's instances, by name, since the proxy was last started. */
    public synchronized Map<String, InstanceTraffic> traffic(String environment, String owner) {
        EdgeState.Environment now = environment(environment, owner);
        Map<String, InstanceTraffic> found = new TreeMap<>();
        slots(now).forEach((slot, traffic) -> {
            InstanceInfo instance = now.slots().get(slot);
            if (instance != null) {
                found.put(instance.name(), traffic);
            }
        });
        return found;
    }

    /** Tells that an instance has another address since its container was started again. */
    public synchronized void moved(String name, String container, String address) {
        state.environments().forEach((id, environment) -> {
            Map<Integer, InstanceInfo> slots = new TreeMap<>(environment.slots());
            boolean changed = false;
            for (Map.Entry<Integer, InstanceInfo> slot : slots.entrySet()) {
                InstanceInfo old = slot.getValue();
                if (old.name().equals(name) && !old.address().equals(address)) {
                    slot.setValue(new InstanceInfo(name, container, address, old.port()));
                    changed = true;
                }
            }
            if (changed) {
                put(
                        id,
                        new EdgeState.Environment(
                                environment.owner(),
                                environment.backend(),
                                environment.domains(),
                                environment.live(),
                                slots));
            }
        });
    }

    /** Names of all instances that the proxy knows, with their addresses. */
    public synchronized Map<String, String> addresses() {
        Map<String, String> found = new TreeMap<>();
        state.environments()
                .values()
                .forEach(environment -> environment
                        .slots()
                        .values()
                        .forEach(instance -> found.put(instance.name(), instance.address())));
        return found;
    }

    private Map<Integer, InstanceTraffic> slots(EdgeState.Environment environment) {
        try {
            return steering.traffic(environment.backend());
        } catch (IOException e) {
            throw EdgeErrors.of(e);
        }
    }

    private EdgeState.Environment environment(String id, String owner) {
        EdgeState.Environment known = state.environments().get(Names.identifier(id));
        if (known == null) {
            return new EdgeState.Environment(Names.identifier(owner), state.freeBackend(), List.of(), null, Map.of());
        }
        if (!known.owner().equals(owner)) {
            throw ProblemException.notFound("environment", id);
        }
        return known;
    }

    private List<String> free(String environment, List<String> domains) {
        List<String> checked = Domains.checked(domains);
        state.environments().forEach((id, other) -> {
            if (!id.equals(environment)) {
                other.domains().stream().filter(checked::contains).findFirst().ifPresent(domain -> {
                    throw new ProblemException(
                            ProblemType.CONFLICT, "The domain '" + domain + "' belongs to another environment");
                });
            }
        });
        return checked;
    }

    private void put(String id, EdgeState.Environment environment) {
        change(state.with(id, environment), environment.backend(), environment);
    }

    /** Keeps the wish first and tells the proxy then. */
    private void change(EdgeState next, int backend, EdgeState.@Nullable Environment environment) {
        store.save(next);
        boolean grown = next.backends() != state.backends();
        state = next;
        try {
            if (grown || process.answering().isEmpty()) {
                converge();
            } else {
                steering.apply(state, backend, environment);
            }
        } catch (IOException e) {
            throw EdgeErrors.of(e);
        }
    }

    /** Lets go of the proxy, which goes on serving. */
    @Override
    public synchronized void close() {
        closed = true;
        if (watcher != null) {
            watcher.interrupt();
        }
    }
}
