package io.automationhub.activities.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that outlives the program which started it, in a session of its own, and is found again by its pid file.
 * For the data plane (Docker engine, edge proxy): applications keep serving while the hub is away.
 *
 * <p>Instances hold no state but the file, so any program that knows the specification may adopt or stop the process.
 */
public final class DetachedProcess {

    private final Spec spec;
    private final PidFile pidFile;

    public DetachedProcess(Spec spec) {
        this.spec = spec;
        this.pidFile = new PidFile(spec.pidFile());
    }

    /**
     * What to run.
     *
     * @param command program and arguments, passed on as they are
     * @param environment variables set in addition to the inherited ones
     * @param directory working directory, which must exist
     * @param logFile file that output is appended to
     * @param maxLogBytes size from which {@link #trimLog} empties the log into one predecessor
     * @param pidFile where the process is remembered
     */
    public record Spec(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path logFile,
            long maxLogBytes,
            Path pidFile) {
        public Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** The running process, whoever started it. */
    public Optional<ProcessIdentity> running() throws IOException {
        return pidFile.running();
    }

    /**
     * Adopts the running process, or starts it. Does not wait until it is ready to serve.
     *
     * @throws IOException when the program cannot be started
     */
    public ProcessIdentity ensure() throws IOException {
        Optional<ProcessIdentity> present = pidFile.running();
        return present.isPresent() ? present.get() : start();
    }

    private ProcessIdentity start() throws IOException {
        Path logs = spec.logFile().toAbsolutePath().getParent();
        if (logs != null) {
            Files.createDirectories(logs);
        }
        trimLog();
        List<String> command = new ArrayList<>();
        command.add("setsid");
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.logFile().toFile()));
        builder.environment().putAll(spec.environment());
        Process process = builder.start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid())
                .orElseThrow(() -> new IOException("It ended at once; see " + spec.logFile()));
        pidFile.write(identity);
        return identity;
    }

    /**
     * Asks the process to end, insists after the time is up, and returns when it is gone.
     *
     * @return whether there was one
     */
    public boolean stop(Duration patience) throws IOException, InterruptedException {
        Optional<ProcessHandle> handle = pidFile.running().flatMap(ProcessIdentity::handle);
        if (handle.isEmpty()) {
            pidFile.delete();
            return false;
        }
        handle.get().destroy();
        if (!ended(handle.get(), patience)) {
            handle.get().destroyForcibly();
            if (!ended(handle.get(), patience)) {
                throw new IOException("Process " + handle.get().pid() + " does not end");
            }
        }
        pidFile.delete();
        return true;
    }

    private static boolean ended(ProcessHandle handle, Duration patience) throws InterruptedException {
        try {
            handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Copies an oversized log to {@code <log>.1} and empties it; the process appends, so it goes on writing. */
    public void trimLog() throws IOException {
        if (Files.exists(spec.logFile()) && Files.size(spec.logFile()) > spec.maxLogBytes()) {
            Path previous = spec.logFile().resolveSibling(spec.logFile().getFileName() + ".1");
            Files.copy(spec.logFile(), previous, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel log = FileChannel.open(spec.logFile(), StandardOpenOption.WRITE)) {
                log.truncate(0);
            }
        }
    }
}
