package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** Generated passwords and chosen ports, remembered in one file that only the hub's user may read. */
final class EmbeddedState {

    private static final int SECRET_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Properties values = new Properties();

    private EmbeddedState(Path file) {
        this.file = file;
    }

    /** Reads what is remembered in a data folder; nothing yet is fine. */
    static EmbeddedState load(Path dataDir) throws IOException {
        EmbeddedState state = new EmbeddedState(dataDir.resolve("embedded.properties"));
        if (Files.exists(state.file)) {
            try (Reader reader = Files.newBufferedReader(state.file)) {
                state.values.load(reader);
            }
        }
        return state;
    }

    synchronized Optional<String> get(String key) {
        return Optional.ofNullable(values.getProperty(key));
    }

    synchronized Optional<Integer> getInt(String key) {
        return get(key).map(Integer::valueOf);
    }

    /** Remembers a value, on disk before it returns. */
    synchronized void put(String key, String value) throws IOException {
        if (value.equals(values.getProperty(key))) {
            return;
        }
        values.setProperty(key, value);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(draft, StandardOpenOption.SYNC, StandardOpenOption.WRITE)) {
            values.store(writer, "Made by the hub. Its embedded services cannot be reached without it.");
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A random name for this data folder, the same for as long as the folder lives. */
    synchronized String instance() throws IOException {
        String instance = get("instance").orElseGet(() -> UUID.randomUUID().toString());
        put("instance", instance);
        return instance;
    }

    /** The remembered secret, made on first use: 192 random bits in URL-safe characters. */
    synchronized String secret(String key) throws IOException {
        Optional<String> known = get(key);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        put(key, secret);
        return secret;
    }
}
