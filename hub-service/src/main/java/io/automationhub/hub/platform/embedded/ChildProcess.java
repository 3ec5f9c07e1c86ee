package io.automationhub.hub.platform.embedded;

import io.automationhub.activities.process.PidFile;
import io.automationhub.activities.process.ProcessIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that ends with the hub and is started again when it crashes.
 *
 * <p>One platform thread forks and waits for it: the kernel binds the parent-death signal to the forking thread, so that
 * thread must live as long as the child.
 */
final class ChildProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** A child that served this long starts again with the first pause. */
    private static final Duration PROVEN = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final int TAIL_LINES = 12;

    private final Spec spec;
    private final PidFile pidFile;
    private final RotatingLog log;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();
    private final AtomicInteger restarts = new AtomicInteger();
    private final Thread supervisor;
    private volatile ChildState state = ChildState.STARTING;
    private volatile @Nullable Process process;

    /** How to tell that a child serves. */
    @FunctionalInterface
    interface Readiness {
        boolean check(ProcessHandle process) throws IOException;
    }

    /** How to ask a child to end. */
    @FunctionalInterface
    interface Stopper {
        void stop(ProcessHandle process) throws IOException, InterruptedException;
    }

    /**
     * What to run.
     *
     * @param name for messages and threads
     * @param command program and arguments
     * @param environment variables set in addition to the inherited ones
     * @param directory working directory
     * @param log where its output goes
     * @param maxLogBytes size at which the log rotates
     * @param pidFile where it is remembered
     * @param readiness tells that it serves
     * @param startTimeout how long until it must serve
     * @param stopper asks it to end
     * @param stopTimeout how long it may take to end before it is killed
     */
    record Spec(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            long maxLogBytes,
            Path pidFile,
            Readiness readiness,
            Duration startTimeout,
            Stopper stopper,
            Duration stopTimeout) {}

    private ChildProcess(Spec spec) throws IOException {
        this.spec = spec;
        this.pidFile = new PidFile(spec.pidFile());
        this.log = new RotatingLog(spec.log(), spec.maxLogBytes());
        this.supervisor =
                Thread.ofPlatform().daemon().name("child-" + spec.name()).unstarted(this::supervise);
    }

    /**
     * Ends a leftover of an earlier hub, starts the child and returns when it serves.
     *
     * @throws EmbeddedException with the last lines of its output when it does not come up
     */
    static ChildProcess start(Spec spec) throws IOException, InterruptedException {
        ChildProcess child = new ChildProcess(spec);
        child.endLeftover();
        child.supervisor.start();
        try {
            child.firstReady.get();
            return child;
        } catch (ExecutionException e) {
            String tail = String.join("\n", child.log.tail(TAIL_LINES));
            child.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new EmbeddedException(
                    spec.name() + " did not start: " + cause.getMessage() + "\n" + tail + "\nSee " + spec.log(), cause);
        }
    }

    /** How it is doing at this moment. */
    ChildHealth health() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            return new ChildHealth(spec.name(), state, false, Optional.empty(), restarts.get());
        }
        return new ChildHealth(
                spec.name(), state, serves(current.toHandle()), Optional.of(current.pid()), restarts.get());
    }

    private boolean serves(ProcessHandle handle) {
        try {
            return state == ChildState.RUNNING && spec.readiness().check(handle);
        } catch (IOException e) {
            return false;
        }
    }

    private void endLeftover() throws IOException, InterruptedException {
        Optional<ProcessHandle> leftover = pidFile.running().flatMap(ProcessIdentity::handle);
        if (leftover.isPresent()) {
            LOG.warn(
                    "{} of an earlier hub still runs as process {}; ending it",
                    spec.name(),
                    leftover.get().pid());
            end(leftover.get());
        }
        pidFile.delete();
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                long began = System.nanoTime();
                runOnce();
                if (stopRequest.isDone() || firstReady.isCompletedExceptionally()) {
                    return;
                }
                state = ChildState.RESTARTING;
                restarts.incrementAndGet();
                pause = System.nanoTime() - began > PROVEN.toNanos() ? FIRST_PAUSE : pause;
                LOG.warn("{} ended unasked; starting it again in {} ms", spec.name(), pause.toMillis());
                if (stopRequestedWithin(pause)) {
                    return;
                }
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state = ChildState.STOPPED;
        }
    }

    /** One life of the child. It is gone when this returns, whatever happened. */
    private void runOnce() throws InterruptedException {
        ProcessHandle handle = null;
        try {
            Process started = fork();
            handle = started.toHandle();
            process = started;
            Optional<ProcessIdentity> identity = ProcessIdentity.of(started.pid());
            if (identity.isPresent()) {
                pidFile.write(identity.get());
            }
            if (becameReady(started)) {
                awaitEither(started.onExit(), stopRequest);
            }
            if (!started.isAlive()) {
                LOG.info("{} ended with exit code {}", spec.name(), started.exitValue());
            }
        } catch (IOException e) {
            LOG.warn("{} could not be started: {}", spec.name(), e.getMessage());
            firstReady.completeExceptionally(e);
        } finally {
            if (handle != null && handle.isAlive()) {
                end(handle);
            }
        }
    }

    private Process fork() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(spec.command())
                .directory(spec.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true);
        builder.environment().putAll(spec.environment());
        Process started = builder.start();
        Thread.ofPlatform()
                .daemon()
                .name("child-" + spec.name() + "-log")
                .start(() -> copyOutput(started.getInputStream()));
        return started;
    }

    private boolean becameReady(Process started) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + spec.startTimeout().toNanos();
        while (started.isAlive()) {
            if (spec.readiness().check(started.toHandle())) {
                state = ChildState.RUNNING;
                firstReady.complete(null);
                return true;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "it does not answer after " + spec.startTimeout().toSeconds() + " s");
            }
            if (stopRequestedWithin(POLL)) {
                return false;
            }
        }
        throw new IOException("it ended with exit code " + started.exitValue());
    }

    private boolean stopRequestedWithin(Duration time) throws InterruptedException {
        try {
            stopRequest.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException no) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void awaitEither(CompletableFuture<?> one, CompletableFuture<?> other) throws InterruptedException {
        try {
            CompletableFuture.anyOf(one, other).get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Never stops reading, even when the log cannot be written: a child with a full pipe would stand still. */
    private void copyOutput(InputStream output) {
        byte[] buffer = new byte[8192];
        try (output) {
            for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                keep(buffer, length);
            }
        } catch (IOException e) {
            LOG.debug("Output of {} ended: {}", spec.name(), e.getMessage());
        }
    }

    private void keep(byte[] buffer, int length) {
        try {
            log.write(buffer, length);
        } catch (IOException e) {
            LOG.debug("The log of {} cannot be written: {}", spec.name(), e.getMessage());
        }
    }

    private void end(ProcessHandle handle) throws InterruptedException {
        try {
            spec.stopper().stop(handle);
            if (ended(handle)) {
                return;
            }
        } catch (IOException | EmbeddedException e) {
            LOG.warn("{} could not be asked to end: {}", spec.name(), e.getMessage());
        }
        LOG.warn("{} does not end by itself; killing process {}", spec.name(), handle.pid());
        handle.destroyForcibly();
        if (!ended(handle)) {
            LOG.error("{}, process {}, cannot be killed", spec.name(), handle.pid());
        }
    }

    private boolean ended(ProcessHandle handle) throws InterruptedException {
        try {
            handle.onExit().get(spec.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Ends the child and returns when it is gone. */
    @Override
    public void close() {
        stopRequest.complete(null);
        try {
            supervisor.join(spec.stopTimeout().multipliedBy(3));
            pidFile.delete();
            log.close();
        } catch (IOException e) {
            LOG.warn("{}: {}", spec.name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
