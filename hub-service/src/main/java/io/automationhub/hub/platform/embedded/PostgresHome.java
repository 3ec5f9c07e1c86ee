package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the cluster lies. Below the data folder, except when the hub runs as root and the data folder lies in a place
 * that PostgreSQL's unprivileged user cannot enter, such as {@code /root}: then below {@code /var/lib/automation-hub},
 * with a link from the data folder.
 */
final class PostgresHome {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresHome.class);
    private static final Path ELSEWHERE = Path.of("/var/lib/automation-hub");

    private PostgresHome() {}

    static Path resolve(Path dataDir, EmbeddedState state, Optional<ServiceUser> user)
            throws IOException, InterruptedException {
        Path home = dataDir.resolve("postgres");
        if (Files.isSymbolicLink(home)) {
            return prepare(Files.createDirectories(Files.readSymbolicLink(home)), user);
        }
        if (user.isEmpty() || user.get().reaches(dataDir)) {
            return prepare(Files.createDirectories(home), user);
        }
        Path relocated = ELSEWHERE.resolve(state.instance()).resolve("postgres");
        Files.createDirectories(relocated);
        if (!user.get().reaches(relocated)) {
            throw new EmbeddedException("PostgreSQL runs as " + user.get().name() + ", who can enter neither " + dataDir
                    + " nor " + relocated
                    + ". Give HUB_DATA_DIR a folder that this user can enter, or set DATABASE_URL.");
        }
        Files.createSymbolicLink(home, relocated);
        LOG.info(
                "PostgreSQL runs as {}, who cannot enter {}; its data is kept in {} and linked from there",
                user.get().name(),
                dataDir,
                relocated);
        return prepare(relocated, user);
    }

    private static Path prepare(Path home, Optional<ServiceUser> user) throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        if (user.isEmpty()) {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        }
        return home.toRealPath();
    }
}
