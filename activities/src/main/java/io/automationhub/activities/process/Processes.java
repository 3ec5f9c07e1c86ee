package io.automationhub.activities.process;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs external programs to their end. */
public final class Processes {

    private static final long TICK_MILLIS = 500;
    private static final long LINGER_MILLIS = 1000;
    private static final long WAKE_MILLIS = 100;
    private static final int QUEUED_LINES = 1024;
    private static final File NOTHING = new File("/dev/null");

    private Processes() {}

    /**
     * Runs a program and waits for its end. However this method returns or throws, the program and everything it
     * started are gone.
     *
     * @return the exit code
     * @throws ProblemException {@code timeout} when it took too long, {@code too_large} when it wrote too much, {@code
     *     unavailable} when it cannot be started
     * @throws InterruptedException when the thread was interrupted
     */
    public static int run(Command command, Watcher watcher) throws InterruptedException {
        long begun = ProcessTree.now();
        Process process = start(command);
        BlockingQueue<LineReader.Piece> queue = new ArrayBlockingQueue<>(QUEUED_LINES);
        AtomicLong budget = new AtomicLong(command.maxOutput());
        Thread out = Thread.startVirtualThread(
                new LineReader(process.getInputStream(), false, queue, budget, System::nanoTime));
        Thread err = Thread.startVirtualThread(
                new LineReader(process.getErrorStream(), true, queue, budget, System::nanoTime));
        boolean ended = false;
        try {
            follow(command, process, queue, budget, watcher);
            int exit = process.waitFor();
            ended = true;
            return exit;
        } finally {
            if (ended) {
                ProcessTree.sweep(begun, command.marker());
            } else {
                ProcessTree.kill(process.toHandle(), command.marker());
            }
            out.interrupt();
            err.interrupt();
        }
    }

    private static Process start(Command command) {
        ProcessBuilder builder = new ProcessBuilder(command.arguments())
                .directory(command.directory().toFile())
                .redirectInput(NOTHING);
        Map<String, String> environment = builder.environment();
        @Nullable String path = environment.get("PATH");
        environment.clear();
        environment.put("PATH", path == null ? "/usr/local/bin:/usr/bin:/bin" : path);
        environment.put("LANG", "C.UTF-8");
        environment.putAll(command.environment());
        environment.put(ProcessTree.MARKER, command.marker());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "The program '" + command + "' cannot be started on this machine", e);
        }
    }

    /** Returns when both streams have ended, or a while after the process has and a child it left holds one of them. */
    private static void follow(
            Command command, Process process, BlockingQueue<LineReader.Piece> queue, AtomicLong budget, Watcher watcher)
            throws InterruptedException {
        long start = System.nanoTime();
        long lastTick = start;
        long lastLife = start;
        int open = 2;
        while (open > 0 || process.isAlive()) {
            LineReader.@Nullable Piece piece = null;
            if (open > 0) {
                piece = queue.poll(WAKE_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                process.waitFor(WAKE_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (LineReader.END.equals(piece)) {
                open--;
            } else if (piece != null) {
                deliver(piece, watcher);
            }
            long now = System.nanoTime();
            check(command, budget);
            if (piece != null || process.isAlive()) {
                lastLife = now;
            } else if (now - lastLife > TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS)) {
                return;
            }
            if (now - start > command.timeout().toNanos()) {
                throw new ProblemException(
                        ProblemType.TIMEOUT,
                        "The program '" + command + "' took longer than "
                                + command.timeout().toSeconds() + " s");
            }
            if (now - lastTick > TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
                lastTick = now;
                watcher.alive();
            }
        }
        check(command, budget);
    }

    private static void deliver(LineReader.Piece piece, Watcher watcher) {
        if (piece.error()) {
            watcher.error(piece.text());
        } else {
            watcher.output(piece.text());
        }
    }

    private static void check(Command command, AtomicLong budget) {
        if (budget.get() < 0) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The program '" + command + "' wrote more than " + command.maxOutput() + " bytes");
        }
    }
}
