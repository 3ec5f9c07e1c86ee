package io.automationhub.activities.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Remembers a process on disk, so that a later program can find it and be sure that it is the same. */
public record PidFile(Path path) {

    /** Writes the identity of a process in one piece. */
    public void write(ProcessIdentity identity) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        Files.write(draft, List.of(Long.toString(identity.pid()), identity.start()));
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The remembered process if it still runs; a number alone is never trusted. */
    public Optional<ProcessIdentity> running() throws IOException {
        try {
            List<String> lines = Files.readAllLines(path);
            if (lines.size() < 2) {
                return Optional.empty();
            }
            return Optional.of(new ProcessIdentity(Long.parseLong(lines.getFirst()), lines.get(1)))
                    .filter(ProcessIdentity::isAlive);
        } catch (NoSuchFileException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Forgets the process. */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
