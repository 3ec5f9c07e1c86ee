package io.automationhub.hub.platform.temporal;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks this program has taken from Temporal and not answered yet, a small file each. A killed hub leaves its files
 * behind, and the next one gives those tasks back at once instead of waiting until they time out. The files belong to
 * the operating system as soon as they are written, so they survive a kill; a power cut may lose them, and then the time
 * limits of Temporal apply as ever.
 */
public final class HeldTasks {

    private static final Logger LOG = LoggerFactory.getLogger(HeldTasks.class);
    private static final int NAME_BYTES = 16;

    private final Path folder;
    private final List<Held> left;

    /** What a task asks for. */
    enum Kind {
        WORKFLOW,
        ACTIVITY
    }

    /** One task that was not answered; the token names exactly one attempt. */
    record Held(Kind kind, ByteString token) {}

    /**
     * Reads what an earlier program left.
     *
     * @param folder made when missing; the caller holds the lock of the data folder, so whoever wrote it is gone
     */
    public HeldTasks(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            this.left = read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Held> read() throws IOException {
        List<Held> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Kind kind = String.valueOf(file.getFileName()).startsWith(prefix(Kind.WORKFLOW))
                        ? Kind.WORKFLOW
                        : Kind.ACTIVITY;
                ByteString token = ByteString.copyFrom(Files.readAllBytes(file));
                if (file(kind, token).equals(file)) {
                    found.add(new Held(kind, token));
                } else {
                    // Cut off while it was written.
                    Files.delete(file);
                }
            }
        }
        return List.copyOf(found);
    }

    /** What an earlier program held when it died. */
    List<Held> left() {
        return left;
    }

    /** Remembers a task that was taken. A full disk only makes the next start slower. */
    void hold(Kind kind, ByteString token) {
        try {
            Files.write(file(kind, token), token.toByteArray());
        } catch (IOException e) {
            LOG.debug("A task is not remembered: {}", e.getMessage());
        }
    }

    /** Forgets a task that was answered. */
    void forget(Kind kind, ByteString token) {
        try {
            Files.deleteIfExists(file(kind, token));
        } catch (IOException e) {
            LOG.debug("A task is not forgotten: {}", e.getMessage());
        }
    }

    private Path file(Kind kind, ByteString token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.toByteArray());
            return folder.resolve(prefix(kind) + HexFormat.of().formatHex(digest, 0, NAME_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String prefix(Kind kind) {
        return kind == Kind.WORKFLOW ? "workflow-" : "activity-";
    }
}
