package io.automationhub.benchmarks.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Memory of processes in mebibytes, from {@code /proc}. */
public final class Memory {

    private Memory() {}

    /** Resident memory of a process, with all that it shares; 0 when it has ended. */
    public static double resident(ProcessHandle process) {
        return value(process, "status", "VmRSS:");
    }

    /** Resident memory of a process, with its part only of what it shares; 0 when it has ended. */
    public static double proportional(ProcessHandle process) {
        return value(process, "smaps_rollup", "Pss:");
    }

    private static double value(ProcessHandle process, String file, String name) {
        Path path = Path.of("/proc", Long.toString(process.pid()), file);
        try {
            for (String line : Files.readAllLines(path)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.substring(name.length())
                                    .replace("kB", "")
                                    .strip())
                            / 1024.0;
                }
            }
            return 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            if (!process.isAlive()) {
                return 0;
            }
            throw new UncheckedIOException(e);
        }
    }
}
