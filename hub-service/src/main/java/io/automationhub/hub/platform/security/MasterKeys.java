package io.automationhub.hub.platform.security;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The master keys of this hub: the current one, which new secrets use, and earlier ones, which only read. They come
 * from {@code APP_MASTER_KEY} (one or more, separated by commas, the current one first) or from a file, one on a line.
 */
public final class MasterKeys {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final MasterKey current;
    private final Map<String, MasterKey> byId;

    private MasterKeys(List<MasterKey> keys) {
        this.current = keys.getFirst();
        this.byId = new LinkedHashMap<>();
        keys.forEach(key -> byId.put(key.id(), key));
    }

    /**
     * The keys of a setting.
     *
     * @throws IllegalArgumentException when one of them is none, or can be guessed
     */
    public static MasterKeys parse(String setting) {
        return new MasterKeys(
                List.of(setting.split(",", -1)).stream().map(MasterKey::parse).toList());
    }

    /**
     * The keys of the setting, or else of the file, which is made with a new key when it is not there.
     *
     * @throws IllegalArgumentException when a key is refused, or others than the owner may read the file
     * @throws IOException when the file cannot be read or made
     */
    public static MasterKeys load(@Nullable String setting, Path file) throws IOException {
        if (setting != null && !setting.isBlank()) {
            return parse(setting);
        }
        if (Files.notExists(file)) {
            make(file);
        }
        Set<PosixFilePermission> others = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(others)) {
            throw new IllegalArgumentException("Others than its owner may open " + file + "; make it mode 0600");
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        return parse(
                String.join(",", lines.stream().filter(line -> !line.isBlank()).toList()));
    }

    /**
     * As {@link #load}, but refuses to make a key: for what reads what an existing one has written.
     *
     * @throws IOException when there is none
     */
    public static MasterKeys existing(@Nullable String setting, Path file) throws IOException {
        if ((setting == null || setting.isBlank()) && Files.notExists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no master key");
        }
        return load(setting, file);
    }

    /**
     * The keys of a file with a new one before them, which the file holds from now on. Where there are several already, a
     * change was cut short, and no further one is made.
     */
    public static MasterKeys withNew(Path file) throws IOException {
        MasterKeys before = existing(null, file);
        if (before.byId.size() == 1) {
            write(file, List.of(MasterKey.random(), before.current));
        }
        return existing(null, file);
    }

    /** Takes all keys but the current one out of a file. */
    public static void keepCurrent(Path file) throws IOException {
        write(file, List.of(existing(null, file).current));
    }

    /** The current key by itself. */
    public MasterKeys currentOnly() {
        return new MasterKeys(List.of(current));
    }

    MasterKey current() {
        return current;
    }

    /** The id of the key that new secrets use. */
    public String currentId() {
        return current.id();
    }

    /**
     * A key for another purpose, made from the current one: 32 bytes, the same on every replica that has the same keys.
     *
     * @param purpose what it is for, such as {@code cursors}
     */
    public byte[] derive(String purpose) {
        return current.derive(purpose);
    }

    /** Ids of all keys. */
    public Set<String> ids() {
        return Set.copyOf(byId.keySet());
    }

    /**
     * A key by its id.
     *
     * @throws IllegalStateException when this hub was not given it
     */
    MasterKey byId(String id) {
        MasterKey key = byId.get(id);
        if (key == null) {
            throw new IllegalStateException(
                    "There is no master key " + id + "; give it in APP_MASTER_KEY behind the current one");
        }
        return key;
    }

    /** Written beside its place and linked into it, so that no crash leaves half a key. */
    private static void make(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path draft = draft(file, List.of(MasterKey.random()));
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another start was quicker; its key counts.
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Puts a file with these keys in the place of another in one piece. */
    private static void write(Path file, List<MasterKey> keys) throws IOException {
        Path draft = draft(file, keys);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static Path draft(Path file, List<MasterKey> keys) throws IOException {
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(), "master", ".key", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        StringBuilder lines = new StringBuilder();
        keys.forEach(key -> lines.append(key.base64()).append('\n'));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.US_ASCII.encode(lines.toString()));
            channel.force(true);
        }
        return draft;
    }
}
