package io.automationhub.agents.deployment;

import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.edge.Edge;
import io.automationhub.activities.edge.RoutedRelease;
import io.automationhub.agents.container.ContainerAgent;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes containers away, traffic first; only the environment's own, and never what is live. */
public final class Cleanup {

    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(10);
    /** Images younger than this stay: the deployment that built them may still be on its way. */
    private static final Duration YOUNG = Duration.ofHours(1);

    private static final Duration PAUSE = Duration.ofMillis(100);

    record Retire(
            String environment,
            String keepRelease,
            @Nullable List<String> keepImages) {}

    /** Names of what was removed. */
    public record Removed(List<String> removed) {}

    private final Engine engine;
    private final Edge edge;

    /** Cleanup on one host. */
    public Cleanup(Engine engine, Edge edge) {
        this.engine = engine;
        this.edge = edge;
    }

    /** Removes all of an environment but the kept release's live instances, then images nothing needs. */
    Removed retire(Retire in, CapabilityContext context) throws InterruptedException {
        Place place = Place.of(context, in.environment());
        Set<String> live = live(place, in.keepRelease());
        Predicate<ContainerInfo> kept = info -> Labels.KIND_INSTANCE.equals(info.label(Labels.KIND))
                && in.keepRelease().equals(info.label(Labels.RELEASE))
                && (live.isEmpty() || live.contains(info.name()));
        List<ContainerInfo> all = engine.containers().list(place.labels());
        List<String> removed =
                new ArrayList<>(remove(place, all.stream().filter(kept.negate()).toList(), context));
        if (in.keepImages() != null) {
            Set<String> projects = all.stream()
                    .filter(kept)
                    .map(info -> info.label(Labels.PROJECT))
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            for (String project : projects) {
                removed.addAll(engine.images()
                        .prune(
                                Labels.ofImage(place.organization(), project).toMap(),
                                in.keepImages(),
                                ContainerAgent.PIN,
                                YOUNG));
            }
        }
        return new Removed(removed);
    }

    /**
     * Removes the containers of one deployment. When traffic goes to them, because a switch happened whose outcome nobody
     * learned, what was live before gets it back.
     */
    public Removed deployment(Place place, String deployment, CapabilityContext context) throws InterruptedException {
        List<ContainerInfo> all = engine.containers()
                .list(place.begin().with(Labels.DEPLOYMENT, deployment).toMap());
        edge.takeBack(place.environment(), place.organization(), names(all));
        long deadline = System.nanoTime() + LAST_REQUESTS.toNanos();
        while (edge.draining(place.environment(), place.organization()) > 0 && System.nanoTime() < deadline) {
            context.heartbeat(null);
            Thread.sleep(PAUSE);
        }
        return new Removed(remove(place, all, context));
    }

    /** Removes every container of an environment that gets no requests any more. */
    Removed all(Place place, CapabilityContext context) throws InterruptedException {
        return new Removed(remove(place, engine.containers().list(place.labels()), context));
    }

    private Set<String> live(Place place, String release) {
        return edge
                .live(place.environment(), place.organization())
                .filter(live -> live.release().equals(release))
                .map(RoutedRelease::instances)
                .orElse(List.of())
                .stream()
                .map(InstanceInfo::name)
                .collect(Collectors.toSet());
    }

    private List<String> remove(Place place, List<ContainerInfo> containers, CapabilityContext context)
            throws InterruptedException {
        edge.release(place.environment(), place.organization(), names(containers));
        CountDownLatch left = new CountDownLatch(containers.size());
        AtomicReference<@Nullable ProblemException> failure = new AtomicReference<>();
        for (ContainerInfo container : containers) {
            Thread.ofVirtual().name("remove-" + container.name()).start(() -> {
                try {
                    engine.containers().stop(container.id(), STOP);
                    engine.containers().remove(container.id());
                } catch (ProblemException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    left.countDown();
                }
            });
        }
        while (!left.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            context.heartbeat(null);
        }
        ProblemException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        containers.forEach(container -> context.log("removed " + container.name()));
        return containers.stream().map(ContainerInfo::name).toList();
    }

    private static Set<String> names(List<ContainerInfo> containers) {
        return containers.stream().map(ContainerInfo::name).collect(Collectors.toSet());
    }
}
