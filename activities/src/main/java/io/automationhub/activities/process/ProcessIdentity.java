package io.automationhub.activities.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process, told apart from a later one that was given the same number.
 *
 * @param pid number of the process, reused by the system
 * @param start when it began: on Linux the boot's id and the clock ticks since boot, elsewhere the start instant
 */
public record ProcessIdentity(long pid, String start) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    /** Field of {@code /proc/<pid>/stat} with the start time, counted after the command name (proc(5)). */
    private static final int START_TICKS_AFTER_NAME = 19;

    private static final int STATE_AFTER_NAME = 0;

    /** The process that has this number now; empty when there is none, or only its remains. */
    public static Optional<ProcessIdentity> of(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (Files.exists(BOOT_ID)) {
            return ofLinux(pid, stat);
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(instant -> new ProcessIdentity(pid, instant.toString()));
    }

    private static Optional<ProcessIdentity> ofLinux(long pid, Path stat) {
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
            if (fields[STATE_AFTER_NAME].equals("Z")) {
                return Optional.empty();
            }
            String boot = Files.readString(BOOT_ID).strip();
            return Optional.of(new ProcessIdentity(pid, boot + ":" + fields[START_TICKS_AFTER_NAME]));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Whether this very process, not a successor with its number, still runs. */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** A handle to this very process; empty when it has ended. */
    public Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }
}
