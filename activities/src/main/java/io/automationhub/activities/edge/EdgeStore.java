package io.automationhub.activities.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Files of the proxy's folder, written so that after a crash each is either the old or the new one. */
final class EdgeStore {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    EdgeStore(Path folder) {
        this.folder = folder;
    }

    Optional<EdgeState> load() {
        Path file = folder.resolve("edge.json");
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(Files.readAllBytes(file), EdgeState.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INTERNAL_ERROR, "The edge proxy's state cannot be read", e);
        }
    }

    void save(EdgeState state) {
        try {
            write("edge.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
        } catch (IOException e) {
            throw EdgeErrors.of(e);
        }
    }

    void write(String name, byte[] content) {
        Path draft = folder.resolve(name + ".new");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel parent = FileChannel.open(folder)) {
                parent.force(true);
            }
        } catch (IOException e) {
            throw EdgeErrors.of(e);
        }
    }
}
