package io.automationhub.activities.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.automationhub.activities.docker.BuildMessage;
import io.automationhub.activities.docker.BuildRequest;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.Feed;
import io.automationhub.activities.docker.ImageInfo;
import io.automationhub.activities.docker.Images;
import io.automationhub.activities.docker.Names;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds images on an engine. The engine's layer cache makes a repeated build quick, so one that was cut off is simply
 * done again.
 */
public final class ImageBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(ImageBuilder.class);
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final int EVIDENCE_LINES = 50;
    private static final Pattern RUNNING_IN = Pattern.compile(" ---> Running in ([0-9a-f]{12,64})");

    private final Engine engine;
    private final String network;
    private final BuildContext.Limits limits;
    /** Step containers of broken builds that are still there because the engine went away. */
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    /**
     * A builder.
     *
     * @param network what builds may reach: {@code default}, {@code none}, or {@code host} where the operator of the
     *     machine says so
     */
    public ImageBuilder(Engine engine, String network, BuildContext.Limits limits) {
        if (!network.equals("default") && !network.equals("none") && !network.equals("host")) {
            throw new IllegalArgumentException("build network must be default, none or host: " + network);
        }
        this.engine = engine;
        this.network = network;
        this.limits = limits;
    }

    /**
     * Builds one image.
     *
     * @throws ProblemException {@code build_failed} with the last lines, {@code invalid}, {@code too_large},
     *     {@code disk_full}, {@code unavailable}
     * @throws java.util.concurrent.CancellationException passed on from {@code progress}, once the build has stopped
     */
    public BuiltImage build(BuildInput input, Progress progress) throws InterruptedException {
        long begun = System.nanoTime();
        input.args().forEach((name, value) -> Names.variableValue(Names.variable(name), value));
        if (input.memoryMb() < 64 || !(input.cpus() >= 0.1 && input.cpus() <= 1024)) {
            throw ProblemException.invalid("", "A build has at least 64 MiB of memory and 0.1 CPUs");
        }
        BuildContext context = BuildContext.of(input.checkout(), input.context(), input.dockerfile(), limits);
        Optional<BuildContext> early = context.withEarlySettings(input.target(), input.labels());
        Lock building = engine.images().building();
        building.lock();
        try {
            ImageInfo built = build(input, early.orElse(context), early.isEmpty(), progress);
            if (!built.labels().entrySet().containsAll(input.labels().entrySet())) {
                // The Dockerfile sets them too, and later; in the end they are the hub's.
                built = build(input, context, true, progress);
            }
            return new BuiltImage(built.id(), built.sizeBytes(), (System.nanoTime() - begun) / 1_000_000);
        } finally {
            building.unlock();
        }
    }

    private ImageInfo build(BuildInput input, BuildContext context, boolean labelsInTheEnd, Progress progress)
            throws InterruptedException {
        try (TarStream tar = context.open()) {
            BuildRequest request = new BuildRequest(
                    tar,
                    context.dockerfile(),
                    input.args(),
                    input.target(),
                    labelsInTheEnd ? input.labels() : Map.of(),
                    input.repository() + ":" + input.tag(),
                    input.memoryMb(),
                    input.cpus(),
                    network);
            String image = run(request, progress);
            return engine.images().find(image).orElseThrow(() -> ProblemException.notFound("image", image));
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INTERNAL_ERROR, "The build context could not be closed", e);
        }
    }

    /** Gets an image from its registry unless it is there. */
    public ImageInfo pull(String image, Progress progress) throws InterruptedException {
        var local = engine.images().find(image);
        if (local.isPresent()) {
            return local.get();
        }
        try (Feed<BuildMessage> feed = engine.images().pull(image)) {
            while (!feed.ended()) {
                BuildMessage message = feed.poll(BEAT);
                if (message != null && message.kind() == BuildMessage.Kind.FAILURE) {
                    throw new ProblemException(
                            ProblemType.UPSTREAM_FAILED,
                            "The image could not be pulled: " + Names.printable(message.text()));
                }
                if (message != null) {
                    progress.line(message.text());
                }
                progress.alive();
            }
        }
        return engine.images().find(image).orElseThrow(() -> ProblemException.notFound("image", image));
    }

    private String run(BuildRequest request, Progress progress) throws InterruptedException {
        List.copyOf(left).forEach(this::end);
        ArrayDeque<String> last = new ArrayDeque<>();
        String image = null;
        String step = null;
        boolean finished = false;
        Feed<BuildMessage> feed = engine.images().build(request);
        try {
            long beat = System.nanoTime();
            while (!feed.ended()) {
                BuildMessage message = feed.poll(BEAT);
                if (System.nanoTime() - beat > BEAT.toNanos()) {
                    progress.alive();
                    beat = System.nanoTime();
                }
                if (message == null) {
                    continue;
                }
                switch (message.kind()) {
                    case IMAGE -> image = message.text();
                    case FAILURE -> {
                        finished = true;
                        throw failure(message.text(), last);
                    }
                    case LINE -> {
                        step = runningIn(message.text(), step);
                        last.add(message.text());
                        if (last.size() > EVIDENCE_LINES) {
                            last.remove();
                        }
                        progress.line(message.text());
                    }
                }
            }
            finished = true;
        } finally {
            feed.close();
            if (!finished && step != null) {
                end(step);
            }
        }
        if (image == null) {
            throw new ProblemException(ProblemType.UPSTREAM_FAILED, "The builder ended without an image");
        }
        return image;
    }

    /** The engine ends the step of a closed build by itself; this makes sure of it, with the next build if it is away. */
    private void end(String container) {
        try {
            engine.containers().remove(container);
            left.remove(container);
        } catch (ProblemException e) {
            left.add(container);
            LOG.warn("step {} of a canceled build could not be removed: {}", container, e.detail());
        }
    }

    private static @Nullable String runningIn(String line, @Nullable String before) {
        Matcher matcher = RUNNING_IN.matcher(line);
        return matcher.matches() ? matcher.group(1) : before;
    }

    private static ProblemException failure(String message, ArrayDeque<String> last) {
        String text = Names.printable(message.strip());
        ProblemType type = text.toLowerCase(Locale.ROOT).contains("no space left on device")
                ? ProblemType.DISK_FULL
                : ProblemType.BUILD_FAILED;
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        ArrayNode lines = evidence.putObject("logs").putArray("build");
        last.forEach(lines::add);
        return new ProblemException(type, text).withEvidence(evidence);
    }

    /** Name of a project's images, without tag. */
    public static String repository(String project) {
        return Images.REPOSITORY + "/" + Names.resource(project);
    }
}
