package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unprivileged user that PostgreSQL runs as when the hub runs as root, because PostgreSQL refuses to be root.
 *
 * @param name its login name
 * @param uid its number
 * @param gid the number of its group
 */
record ServiceUser(String name, int uid, int gid) {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceUser.class);
    private static final String NAME = "automation-hub";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The user to change to: none for an ordinary user; under root {@code automation-hub}, made when missing. */
    static Optional<ServiceUser> forRoot() throws IOException, InterruptedException {
        if (!isRoot()) {
            return Optional.empty();
        }
        Optional<ServiceUser> known = lookUp(NAME);
        if (known.isPresent()) {
            return known;
        }
        try {
            Tool.Result made = Tool.run(
                    List.of(
                            "useradd",
                            "--system",
                            "--no-create-home",
                            "--home-dir",
                            "/nonexistent",
                            "--shell",
                            "/usr/sbin/nologin",
                            NAME),
                    Map.of(),
                    PATIENCE);
            if (made.succeeded()) {
                LOG.info("Made the system user {} for PostgreSQL, which does not run as root", NAME);
            }
        } catch (IOException noUseradd) {
            LOG.debug("No useradd: {}", noUseradd.getMessage());
        }
        Optional<ServiceUser> user = lookUp(NAME).or(() -> {
            LOG.warn("The system user {} could not be made; PostgreSQL runs as nobody", NAME);
            return lookUp("nobody");
        });
        if (user.isEmpty()) {
            throw new EmbeddedException("PostgreSQL does not run as root, and there is neither a user " + NAME
                    + " nor nobody. Make one of them, run the hub as an ordinary user, or set DATABASE_URL.");
        }
        return user;
    }

    private static Optional<ServiceUser> lookUp(String name) {
        try {
            return Files.readAllLines(Path.of("/etc/passwd")).stream()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 3 && fields[0].equals(name))
                    .map(fields -> new ServiceUser(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether the user can enter a folder, all of its parents included. */
    boolean reaches(Path folder) throws IOException, InterruptedException {
        return Tool.run(
                        Launcher.as(Optional.of(this)).command(List.of("test", "-x", folder.toString())),
                        Map.of(),
                        PATIENCE)
                .succeeded();
    }

    /** Makes the user the owner of a file or of a folder with everything in it. */
    void own(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return change(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return change(file);
            }
        });
    }

    private FileVisitResult change(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        return FileVisitResult.CONTINUE;
    }
}
