package io.automationhub.activities.git;

import io.automationhub.activities.process.Command;
import io.automationhub.activities.process.Processes;
import io.automationhub.activities.process.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real repository of a test, written with the git program as its user would. */
final class Repository {

    static final Map<String, String> PERSON = Map.of(
            "GIT_AUTHOR_NAME", "Ada",
            "GIT_AUTHOR_EMAIL", "ada@example.org",
            "GIT_COMMITTER_NAME", "Ada",
            "GIT_COMMITTER_EMAIL", "ada@example.org",
            "GIT_CONFIG_GLOBAL", "/dev/null");

    private final Path directory;

    private Repository(Path directory) {
        this.directory = directory;
    }

    /** A new one on branch main without commits. */
    static Repository create(Path directory) throws Exception {
        Files.createDirectories(directory);
        Repository repository = new Repository(directory);
        repository.git("init", "--quiet", "--initial-branch=main");
        return repository;
    }

    Path path() {
        return directory;
    }

    Repository write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return this;
    }

    /** Commits all files and returns the commit. */
    String commit(String message) throws Exception {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "-m", message);
        return head();
    }

    String head() throws Exception {
        return git("rev-parse", "HEAD").getFirst();
    }

    /** Runs git in it and returns its output. */
    List<String> git(String... arguments) throws Exception {
        return run(directory, PERSON, arguments);
    }

    static List<String> run(Path directory, Map<String, String> environment, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("git"));
        all.addAll(List.of(arguments));
        Recorder recorder = new Recorder();
        Command command = new Command(all, directory, environment, "git-test", Duration.ofSeconds(30), 10_000_000);
        int exit = Processes.run(command, recorder);
        if (exit != 0) {
            throw new IllegalStateException(all + " ended with " + exit + ": " + recorder.error);
        }
        return recorder.output;
    }
}
