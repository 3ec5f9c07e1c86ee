package io.automationhub.benchmarks.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A git repository with a small web server, made of the machine's static busybox: no registry is needed. */
public final class SampleApp {

    private final Path folder;

    private SampleApp(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the repository with its first commit.
     *
     * @param turns how often a loop goes round in every build, which no layer cache spares; 0 for a trivial build
     */
    public static SampleApp create(Path folder, long turns) {
        SampleApp app = new SampleApp(folder);
        String work = turns == 0 ? "" : "RUN [\"/bin/busybox\", \"awk\", \"" + loop(turns) + "\"]\n";
        try {
            Files.createDirectories(folder.resolve("www"));
            Commands.run(folder, "git", "init", "--quiet", "--initial-branch=main");
            Files.copy(Path.of("/bin/busybox"), folder.resolve("busybox"));
            Files.writeString(folder.resolve("Dockerfile"), dockerfile(work));
            Files.writeString(folder.resolve("www/health"), "ok\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        app.page("first");
        return app;
    }

    /** How often the build's loop goes round in some seconds on this machine as it is now. */
    public static long turns(double seconds) {
        long sample = 5_000_000;
        long began = System.nanoTime();
        Commands.run(Path.of("."), "/bin/busybox", "awk", loop(sample));
        return Math.round(sample * seconds * 1e9 / (System.nanoTime() - began));
    }

    /** The server has nothing to tidy up, and as process 1 it would not hear a request to end. */
    private static String dockerfile(String work) {
        return """
                FROM scratch
                COPY busybox /bin/busybox
                COPY www /www
                %sEXPOSE 8080
                STOPSIGNAL SIGKILL
                CMD ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
                """.formatted(work);
    }

    private static String loop(long turns) {
        return "BEGIN { for (i = 0; i < " + turns + "; i++); }";
    }

    /** Commits another page. */
    public void page(String text) {
        try {
            Files.writeString(folder.resolve("www/index.html"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Commands.run(folder, "git", "add", "--all");
        Commands.run(folder, "git", "commit", "--quiet", "--message=Change");
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }
}
