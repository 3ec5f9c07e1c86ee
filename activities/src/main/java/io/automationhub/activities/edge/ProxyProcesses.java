package io.automationhub.activities.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The proxies of one folder among the machine's processes, for those who look at them from outside. A number in a file is
 * never trusted: a process counts only when it is HAProxy and works in the folder.
 */
public final class ProxyProcesses {

    static final String PID_FILE = "haproxy.pid";

    private static final String PROGRAM = "haproxy";

    private final Path folder;

    /** The folder is the edge's own, with its configuration and its pid file; it need not exist. */
    public ProxyProcesses(Path folder) {
        this.folder = folder;
    }

    /** The proxy that the pid file names, if it runs. */
    Optional<ProcessHandle> remembered() throws IOException {
        try {
            long pid = Long.parseLong(Files.readString(folder.resolve(PID_FILE)).strip());
            return ProcessHandle.of(pid).filter(this::isOurs);
        } catch (NoSuchFileException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /**
     * Ends the proxy, and those it took over from that still finish what they have in flight.
     *
     * @return how many there were
     * @throws IOException when one does not end
     */
    public int endAll(Duration patience) throws IOException, InterruptedException {
        List<ProcessHandle> ours =
                ProcessHandle.allProcesses().filter(this::isOurs).toList();
        // To HAProxy SIGTERM means at once; a graceful end would wait for the clients.
        ours.forEach(ProcessHandle::destroy);
        if (!ended(ours, patience)) {
            ours.forEach(ProcessHandle::destroyForcibly);
            if (!ended(ours, patience)) {
                throw new IOException("The edge proxy of " + folder + " does not end");
            }
        }
        Files.deleteIfExists(folder.resolve(PID_FILE));
        return ours.size();
    }

    private boolean isOurs(ProcessHandle process) {
        Path directory = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return process.info().command().filter(ProxyProcesses::isProxy).isPresent()
                    && Files.exists(directory)
                    && Files.isSameFile(directory, folder);
        } catch (IOException endedMeanwhile) {
            return false;
        }
    }

    /** The kernel marks a program that was replaced on disk, as by an upgrade, with a word after its name. */
    private static boolean isProxy(String command) {
        return command.substring(command.lastIndexOf('/') + 1).split(" ", 2)[0].equals(PROGRAM);
    }

    private static boolean ended(List<ProcessHandle> processes, Duration patience) throws InterruptedException {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
