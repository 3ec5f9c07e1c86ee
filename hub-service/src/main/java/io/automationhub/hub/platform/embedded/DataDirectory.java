package io.automationhub.hub.platform.embedded;

import io.automationhub.activities.process.PidFile;
import io.automationhub.activities.process.ProcessIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder everything that must survive is kept in, held by one hub at a time. The lock is the kernel's: it ends with
 * the process, however that ends.
 */
public final class DataDirectory implements AutoCloseable {

    /** Where the hub remembers itself, below the folder. */
    static final String PID_FILE = "run/hub.pid";

    private final Path root;
    private final FileChannel channel;

    private DataDirectory(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Creates the folder where needed and takes its lock.
     *
     * @throws EmbeddedException when another hub holds it, or it cannot be written
     */
    public static DataDirectory open(Path path) {
        FileChannel channel = null;
        try {
            Path root = Files.createDirectories(path).toRealPath();
            Files.setPosixFilePermissions(root, permissions());
            Path lockFile = root.resolve("hub.lock");
            channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                String holder = Files.readString(lockFile).strip();
                channel.close();
                throw new EmbeddedException("The data folder " + root + " is in use by another hub"
                        + (holder.isEmpty() ? "" : ", process " + holder)
                        + ". Stop that one, or give this one another HUB_DATA_DIR.");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            Optional<ProcessIdentity> self =
                    ProcessIdentity.of(ProcessHandle.current().pid());
            if (self.isPresent()) {
                new PidFile(root.resolve(PID_FILE)).write(self.get());
            }
            return new DataDirectory(root, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new EmbeddedException("The data folder " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Others may pass through but not list when a less privileged user must reach its own folder below. */
    private static Set<PosixFilePermission> permissions() {
        return PosixFilePermissions.fromString(ServiceUser.isRoot() ? "rwx--x--x" : "rwx------");
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProgram) {
            return null;
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyFailing) {
                return;
            }
        }
    }

    /** The folder itself, absolute and without links. */
    public Path root() {
        return root;
    }

    /** Gives the folder free. */
    @Override
    public void close() {
        closeQuietly(channel);
    }
}
