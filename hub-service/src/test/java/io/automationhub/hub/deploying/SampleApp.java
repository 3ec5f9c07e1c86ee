package io.automationhub.hub.deploying;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A git repository with a small web server whose page and health a test changes by commits. */
final class SampleApp {

    /** Answers with the digest of the variable {@code TOKEN}. */
    static final String DIGEST_PATH = "/cgi-bin/digest";

    /** Answers with the lines of {@link #COMMAND_FILE}. */
    static final String COMMANDS_PATH = "/cgi-bin/commands";

    /** On a volume, which outlives every container. */
    static final String COMMAND_FILE = "/data/commands";

    private static final String DOCKERFILE = """
            FROM scratch
            COPY busybox /bin/busybox
            COPY www /www
            RUN ["/bin/busybox", "echo", "built by the sample"]
            EXPOSE 8080
            CMD ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
            """;
    private static final String DIGEST = """
            #!/bin/busybox sh
            printf 'Content-Type: text/plain\\r\\n\\r\\n'
            printf '%s' "$TOKEN" | /bin/busybox sha256sum
            """;

    private static final String COMMANDS = """
            #!/bin/busybox sh
            printf 'Content-Type: text/plain\\r\\n\\r\\n'
            /bin/busybox cat %s
            """.formatted(COMMAND_FILE);

    private final Path folder;

    private SampleApp(Path folder) {
        this.folder = folder;
    }

    /** A healthy application whose page is a text. */
    static SampleApp create(Path folder, String page) {
        SampleApp app = new SampleApp(folder);
        try {
            Files.createDirectories(folder.resolve("www/cgi-bin"));
            app.git("init", "--quiet", "--initial-branch=main");
            Files.copy(Path.of("/bin/busybox"), folder.resolve("busybox"));
            Files.writeString(folder.resolve("Dockerfile"), DOCKERFILE);
            app.script(DIGEST_PATH, DIGEST);
            app.script(COMMANDS_PATH, COMMANDS);
            Files.writeString(folder.resolve("www/health"), "ok\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        app.page(page);
        return app;
    }

    private void script(String path, String text) throws IOException {
        Path script = folder.resolve("www" + path);
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path folder() {
        return folder;
    }

    /** Commits another page and health. */
    void page(String page) {
        commit("www/health", "ok\n");
        commit("www/index.html", page);
    }

    /** Commits another page without what the health check asks for. */
    void brokenPage(String page) {
        commit("www/index.html", page);
        try {
            Files.delete(folder.resolve("www/health"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git("commit", "--quiet", "--all", "--message=Break");
    }

    /** Commits another page, and a file of some megabytes that no compression makes smaller. */
    void largePage(String page) {
        byte[] noise = new byte[4 << 20];
        new Random(1).nextBytes(noise);
        try {
            Files.write(folder.resolve("www/noise"), noise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page(page);
    }

    /** Commits a build that takes some seconds. */
    void slowBuild(String seconds) {
        commit("Dockerfile", DOCKERFILE + "RUN [\"/bin/busybox\", \"sleep\", \"" + seconds + "\"]\n");
    }

    /** Commits a build as quick as at first. */
    void quickBuild() {
        commit("Dockerfile", DOCKERFILE);
    }

    private void commit(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message=Change");
    }

    private void git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .putAll(Map.of(
                        "GIT_AUTHOR_NAME", "Ada",
                        "GIT_AUTHOR_EMAIL", "ada@example.org",
                        "GIT_COMMITTER_NAME", "Ada",
                        "GIT_COMMITTER_EMAIL", "ada@example.org",
                        "GIT_CONFIG_GLOBAL", "/dev/null"));
        try {
            Process process = builder.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
