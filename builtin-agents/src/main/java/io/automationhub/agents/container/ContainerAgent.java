package io.automationhub.agents.container;

import io.automationhub.activities.build.BuildInput;
import io.automationhub.activities.build.BuiltImage;
import io.automationhub.activities.build.ImageBuilder;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.activities.docker.ImageInfo;
import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.docker.LogLine;
import io.automationhub.activities.docker.Names;
import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.problem.ProblemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds and fetches images, runs programs in containers, and looks after single containers, only those of the caller's
 * organization.
 */
public final class ContainerAgent extends TypedAgent {

    /** Tags that begin so hold the image last built for an environment, so that no other environment prunes it. */
    public static final String PIN = "env-";

    /** Longer than it takes to record a result. */
    private static final Duration LINGER = Duration.ofMinutes(2);

    private static final int COMMIT_DIGITS = 12;

    record Build(
            String path,
            String dockerfile,
            String context,
            Map<String, String> args,
            @Nullable String target,
            int memoryMb,
            double cpus,
            String project,
            String environment,
            @Nullable String commit) {}

    record Built(String image, long sizeBytes, long durationMs) {}

    record Pull(String image) {}

    record Pulled(String image, long sizeBytes) {}

    record ListContainers(@Nullable String environment) {}

    record Listed(List<Listing> containers) {}

    record Listing(
            String name,
            String status,
            String image,
            @Nullable String environment,
            @Nullable String release,
            @Nullable String deployment,
            int restarts,
            int exitCode) {}

    record Logs(String name, int lines) {}

    record Lines(List<String> lines) {}

    record One(String name, int timeoutSeconds) {}

    record Named(String name) {}

    /**
     * An agent of one host.
     *
     * @param workRoot folder below which checkouts are
     */
    public ContainerAgent(Engine engine, ImageBuilder builder, Path workRoot, InstantSource clock) {
        this(engine, builder, workRoot, clock, LINGER);
    }

    /** The same with another time that a container stays after its result was read. */
    ContainerAgent(Engine engine, ImageBuilder builder, Path workRoot, InstantSource clock, Duration linger) {
        super(
                "container",
                Handler.on(
                        "run",
                        RunContainer.Input.class,
                        RunContainer.Output.class,
                        new RunContainer(engine, builder, new TaskContainers(engine, linger, clock), clock)::run),
                Handler.on(
                        "build",
                        Build.class,
                        Built.class,
                        (in, context) -> build(engine, builder, workRoot, in, context)),
                Handler.on("pull", Pull.class, Pulled.class, (in, context) -> pull(builder, in, context)),
                Handler.on("list", ListContainers.class, Listed.class, (in, context) -> list(engine, in, context)),
                Handler.on("logs", Logs.class, Lines.class, (in, context) -> logs(engine, in, context)),
                Handler.on("stop", One.class, Named.class, (in, context) -> {
                    ContainerInfo found = own(engine, in.name(), context);
                    engine.containers().stop(found.id(), Duration.ofSeconds(in.timeoutSeconds()));
                    return new Named(found.name());
                }),
                Handler.on("restart", One.class, Named.class, (in, context) -> {
                    ContainerInfo found = own(engine, in.name(), context);
                    engine.containers().restart(found.id(), Duration.ofSeconds(in.timeoutSeconds()));
                    return new Named(found.name());
                }));
    }

    private static Built build(Engine engine, ImageBuilder builder, Path workRoot, Build in, CapabilityContext context)
            throws InterruptedException {
        String repository = ImageBuilder.repository(in.project());
        String commit = in.commit() == null ? "latest" : in.commit();
        BuildInput input = new BuildInput(
                checkout(workRoot, in.path(), context),
                in.context(),
                in.dockerfile(),
                in.args(),
                in.target(),
                in.memoryMb(),
                in.cpus(),
                repository,
                commit.substring(0, Math.min(COMMIT_DIGITS, commit.length())),
                Labels.ofImage(context.call().scope().organization().toString(), in.project())
                        .toMap());
        BuiltImage built = builder.build(input, new ContextProgress(context));
        engine.images().tag(built.image(), repository, PIN + Names.shortened(in.environment()));
        return new Built(built.image(), built.sizeBytes(), built.durationMs());
    }

    /** The checkout; one below {@code runs/} must be of the call's own run. */
    private static Path checkout(Path workRoot, String path, CapabilityContext context) {
        try {
            Path root = workRoot.toAbsolutePath().normalize();
            Path found = root.resolve(path).normalize();
            Path inside = found.startsWith(root) ? root.relativize(found) : Path.of("");
            boolean run = inside.getName(0).toString().equals("runs");
            if (inside.toString().isEmpty()
                    || (run
                            && !inside.startsWith(
                                    Path.of("runs", context.call().run().toString())))) {
                throw ProblemException.invalid("/path", "This is no source of this run");
            }
            return found;
        } catch (InvalidPathException e) {
            throw ProblemException.invalid("/path", "This is not a path");
        }
    }

    private static Pulled pull(ImageBuilder builder, Pull in, CapabilityContext context) throws InterruptedException {
        ImageInfo image = builder.pull(in.image(), new ContextProgress(context));
        return new Pulled(image.id(), image.sizeBytes());
    }

    private static Listed list(Engine engine, ListContainers in, CapabilityContext context) {
        Map<String, String> labels = Labels.managed()
                .with(Labels.ORGANIZATION, context.call().scope().organization().toString())
                .with(Labels.ENVIRONMENT, in.environment())
                .toMap();
        return new Listed(engine.containers().list(labels).stream()
                .map(info -> new Listing(
                        info.name(),
                        info.status().name().toLowerCase(Locale.ROOT),
                        info.image(),
                        info.label(Labels.ENVIRONMENT),
                        info.label(Labels.RELEASE),
                        info.label(Labels.DEPLOYMENT),
                        info.restarts(),
                        info.exitCode()))
                .toList());
    }

    private static Lines logs(Engine engine, Logs in, CapabilityContext context) {
        ContainerInfo found = own(engine, in.name(), context);
        return new Lines(engine.logs().tail(found.id(), in.lines()).stream()
                .map(LogLine::text)
                .toList());
    }

    private static ContainerInfo own(Engine engine, String name, CapabilityContext context) {
        Map<String, String> mine = Labels.managed()
                .with(Labels.ORGANIZATION, context.call().scope().organization().toString())
                .toMap();
        return engine.containers()
                .find(name)
                .filter(info -> info.carries(mine))
                .orElseThrow(() -> ProblemException.notFound("container", Names.printable(name)));
    }
}
