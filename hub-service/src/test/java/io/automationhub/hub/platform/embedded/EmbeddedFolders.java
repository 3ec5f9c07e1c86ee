package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders for tests of embedded services: data in a fresh one, the PostgreSQL programs unpacked once for all. */
final class EmbeddedFolders {

    private EmbeddedFolders() {}

    /** Shared between tests and runs; everybody may read it. */
    static Path binaries() throws IOException {
        return Files.createDirectories(Path.of("target/postgres-binaries").toAbsolutePath());
    }

    /** A fresh folder that every user may enter. */
    static Path fresh(String name) throws IOException {
        Path parent = Files.createDirectories(Path.of("target/embedded").toAbsolutePath());
        return Files.createTempDirectory(
                parent, name, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    static PostgresOptions fleeting(Path dataDir) throws IOException {
        return PostgresOptions.fleeting(dataDir, binaries());
    }
}
