package io.automationhub.hub.platform.security;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path draft = Files.createTempFile(parent, "master", ".key", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(
                        StandardCharsets.US_ASCII.encode(MasterKey.random().base64() + "\n"));
                channel.force(true);
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another start was quicker; its key counts.
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
