package io.automationhub.activities.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends programs with everything they started. Children are found by descent and, where {@code /proc} exists, by a
 * marker in their environment, which also finds those whose parent is gone.
 */
public final class ProcessTree {

    /** The environment variable that marks the processes of a command. */
    public static final String MARKER = "HUB_PROCESS";

    private static final Path PROC = Path.of("/proc");
    private static final int MAX_ROUNDS = 200;
    private static final long PAUSE_NANOS = 5_000_000;

    private ProcessTree() {}

    /** Kills a process and all it started, at once. */
    static void kill(ProcessHandle root, String marker) {
        Set<ProcessHandle> known = new HashSet<>();
        root.descendants().forEach(known::add);
        root.destroyForcibly();
        known.forEach(ProcessHandle::destroyForcibly);
        killMarked(marker);
    }

    /**
     * Kills what a process that ended well has left in the background. Looks only at processes begun since, by their
     * start: reading the environment of every process waits for each that is busy with its memory, and costs more than
     * most commands.
     *
     * @param begun {@link #now} before the process was started
     */
    static void sweep(long begun, String marker) {
        if (!marked(marker, begun).isEmpty()) {
            killMarked(marker);
        }
    }

    /**
     * Kills every process that carries a marker: those a hub left behind that ended without warning.
     *
     * @return how many were found
     */
    public static int killMarked(String marker) {
        Set<Long> killed = new HashSet<>();
        // A process may fork while the others are listed, so until a round finds none.
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Set<ProcessHandle> found = marked(marker);
            if (found.isEmpty()) {
                break;
            }
            found.forEach(process -> {
                killed.add(process.pid());
                process.destroyForcibly();
            });
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return killed.size();
    }

    /** Processes alive that carry a marker. */
    static Set<ProcessHandle> marked(String marker) {
        return marked(marker, 0);
    }

    private static Set<ProcessHandle> marked(String marker, long after) {
        Set<ProcessHandle> found = new HashSet<>();
        if (!Files.isDirectory(PROC)) {
            return found;
        }
        String entry = "\0" + MARKER + "=" + marker + "\0";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (startedSince(process, after) && carries(process, entry)) {
                    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
                    handle.filter(ProcessHandle::isAlive).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            return found;
        }
        return found;
    }

    /** Hundredths of a second since the machine was started, as the kernel tells when a process was; 0 elsewhere. */
    static long now() {
        try {
            String uptime = Files.readString(PROC.resolve("uptime"));
            return (long) Math.floor(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 100);
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean startedSince(Path process, long after) {
        if (after == 0) {
            return true;
        }
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The name, in parentheses, may hold anything; the start is the 20th field behind it.
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21)[19]) >= after - 1;
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }

    private static boolean carries(Path process, String entry) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            return ("\0" + new String(environment, StandardCharsets.ISO_8859_1)).contains(entry);
        } catch (IOException e) {
            // Ended meanwhile, or another user's.
            return false;
        }
    }
}
