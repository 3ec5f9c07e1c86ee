package io.automationhub.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.activities.build.BuildContext;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Repositories written to take over whoever fetches them. Each family is tried on a deliberately weak stand-in too, which
 * it must take over: an attack that works nowhere proves nothing.
 */
@Timeout(120)
class HostileRepositoryIT {

    private static final GitSettings.Budget SMALL = new GitSettings.Budget(5, 500, 1 << 20);

    @TempDir
    private Path temp;

    private GitWorld world;
    private Repository evil;
    private Path owned;

    @BeforeEach
    void start() throws Exception {
        world = new GitWorld(temp);
        evil = Repository.create(temp.resolve("srv/evil"));
        owned = temp.resolve("OWNED");
    }

    @Test
    void hooksDoNotRun() throws Exception {
        evil.write("hooks/post-checkout", script());
        executable("hooks/post-checkout");
        for (String hook :
                List.of("post-checkout", "post-merge", "post-index-change", "reference-transaction", "pre-receive")) {
            evil.write(".git/hooks/" + hook, script());
            executable(".git/hooks/" + hook);
        }
        String commit = evil.commit("hooks");
        Files.deleteIfExists(owned); // its author's own git ran them
        fetch(commit);
        assertThat(owned).doesNotExist();
        weak("-c", "core.hooksPath=hooks", "clone", "--quiet", evil.path().toString(), "weak");
        assertThat(owned).exists();
    }

    @Test
    void filtersDoNotRun() throws Exception {
        evil.write(".gitattributes", "* filter=evil diff=evil merge=evil\n").write("a", "text");
        String commit = evil.commit("filters");
        fetch(commit);
        assertThat(owned).doesNotExist();
        weak(
                "-c",
                "filter.evil.smudge=touch " + owned + "; cat",
                "clone",
                "--quiet",
                evil.path().toString(),
                "weak");
        assertThat(owned).exists();
    }

    @Test
    void aRepositoryHiddenInTheFilesIsNotOneToUs() throws Exception {
        evil.write("HEAD", "ref: refs/heads/main\n").write("objects/x", "").write("refs/x", "");
        evil.write(
                "config",
                "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = \"touch " + owned
                        + ";false\"\n\tsshCommand = touch " + owned + "\n");
        evil.write(".gitattributes", "*.bin filter=lfs\n").write("large.bin", "not a pointer");
        String commit = evil.commit("a repository as files");
        Path source = fetch(commit);
        assertThat(source.resolve("config")).exists();
        assertThat(owned).doesNotExist();
        new ProcessBuilder("git", "status").directory(source.toFile()).start().waitFor();
        assertThat(owned).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".GIT", "git~1", ".git\u200c", ".."})
    void namesThatWriteElsewhereAreRefused(String name) throws Exception {
        String blob = object("blob", "[core]\n\tfsmonitor = touch " + owned + "\n");
        String inner = object("tree", "100644 config\0", blob);
        String commit = commitTree(object("tree", "40000 " + name + "\0", inner));
        GitWorld.problem(ProblemType.INVALID, () -> fetch(commit));
        assertThat(temp.resolve("work/runs/run/source")).isEmptyDirectory();
        assertThat(temp.resolve("work/runs/run/config")).doesNotExist();
        unchecked(commit);
        assertThat(temp.resolve("weak/inside").resolve(name).resolve("config").normalize())
                .exists();
    }

    @Test
    void aLinkInThePlaceOfGitsFolderIsRefused() throws Exception {
        String target = object("blob", "../../../git");
        String commit = commitTree(object("tree", "120000 .git\0", target));
        GitWorld.problem(ProblemType.INVALID, () -> fetch(commit));
        unchecked(commit);
        assertThat(temp.resolve("weak/inside/.git")).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../../secret", "/etc/hostname", "inner/../../../../../secret"})
    void linksOutOfTheSourceDoNotReachTheBuild(String target) throws Exception {
        Files.writeString(temp.resolve("secret"), "canary-of-the-host");
        Files.createDirectories(evil.path().resolve("inner"));
        Files.createSymbolicLink(evil.path().resolve("leak"), Path.of(target));
        evil.write("Dockerfile", "FROM scratch\nCOPY . /\n").write("inner/x", "");
        Path source = fetch(evil.commit("links"));
        assertThat(source.resolve("leak")).isSymbolicLink();
        GitWorld.problem(
                ProblemType.INVALID, () -> BuildContext.of(source, ".", "Dockerfile", BuildContext.Limits.DEFAULT));
        GitWorld.problem(ProblemType.INVALID, () -> BuildContext.of(source, ".", "leak", BuildContext.Limits.DEFAULT));
        // Reading through the link is what a build that does not look would do.
        Path aimed = source.resolve(target).normalize();
        assertThat(Files.exists(aimed) ? aimed : temp.resolve("secret")).isRegularFile();
    }

    @Test
    void aSubmoduleCannotBePutOutside() throws Exception {
        Repository lib = Repository.create(temp.resolve("srv/lib"));
        String inner = lib.write("OWNED", "x").commit("lib");
        evil.write("a", "a");
        evil.git("config", "--file", ".gitmodules", "submodule.x.path", "../../../outside");
        evil.git("config", "--file", ".gitmodules", "submodule.x.url", "../lib");
        Files.createSymbolicLink(evil.path().resolve("link"), Path.of("../../.."));
        evil.git("config", "--file", ".gitmodules", "submodule.y.path", "link/outside");
        evil.git("config", "--file", ".gitmodules", "submodule.y.url", "../lib");
        evil.git("config", "--file", ".gitmodules", "submodule.../../../z.path", "ok");
        evil.git("config", "--file", ".gitmodules", "submodule.../../../z.url", "../lib");
        evil.git("add", "--all");
        evil.git("update-index", "--add", "--cacheinfo", "160000," + inner + ",ok");
        evil.git("commit", "--quiet", "-m", "paths");
        String commit = evil.head();
        Path outside = temp.resolve("work/outside");
        try {
            fetch(commit);
        } catch (ProblemException e) {
            assertThat(e.type()).isEqualTo(ProblemType.INVALID);
        }
        assertThat(outside).doesNotExist();
        assertThat(temp.resolve("outside")).doesNotExist();
        Path weak = temp.resolve("work/runs/run/source");
        weak(
                "clone",
                "--quiet",
                lib.path().toString(),
                weak.resolve("../../../outside").toString());
        assertThat(outside.resolve("OWNED")).exists();
    }

    @Test
    void aUrlThatIsACommandIsNotRun() throws Exception {
        String url = "ext::touch " + owned;
        String commit = SubmodulesIT.declare(evil, "lib", url, "1".repeat(40));
        GitWorld.problem(ProblemType.INVALID, () -> fetch(commit));
        GitWorld.problem(ProblemType.INVALID, () -> GitUrl.parse(url));
        assertThat(owned).doesNotExist();
        weakFails("-c", "protocol.ext.allow=always", "clone", "--quiet", url, "weak");
        assertThat(owned).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--upload-pack=touch %s;", "main\ntouch %s", "main;touch %s", "$(touch %s)", "main\0; touch %s"})
    void refsThatAreSomethingElseAreRefused(String form) throws Exception {
        evil.write("a", "a").commit("a");
        String ref = form.formatted(owned);
        GitClient client = world.client();
        GitUrl url = GitUrl.parse(evil.path().toString());
        GitWorld.problem(ProblemType.INVALID, () -> client.resolve(url, ref, null, GitWatch.NONE));
        GitWorld.problem(
                ProblemType.INVALID,
                () -> client.fetch(new GitClient.Wanted(url, evil.head(), ref, "shop", "run", null), GitWatch.NONE));
        assertThat(owned).doesNotExist();
        if (ref.startsWith("--")) {
            weakFails("-C", evil.path().toString(), "fetch", evil.path().toString(), ref);
        } else {
            new ProcessBuilder("sh", "-c", ("git ls-remote " + evil.path() + " " + ref).replace("\0", ""))
                    .start()
                    .waitFor();
        }
        assertThat(owned).exists();
    }

    @Test
    void billionsOfFilesAreNotWritten() throws Exception {
        String tree = object("blob", "x");
        String mode = "100644";
        for (int level = 0; level < 4; level++) {
            StringBuilder names = new StringBuilder();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                names.append(mode).append(" f").append(i).append('\0').append('|');
                ids.add(tree);
            }
            tree = object("tree", names.toString(), ids.toArray(String[]::new));
            mode = "40000";
        }
        String commit = commitTree(tree);
        GitWorld.problem(
                ProblemType.TOO_LARGE,
                () -> world.fetch(
                        world.client(1 << 30, SMALL, null), evil.path().toString(), commit, null));
        assertThat(temp.resolve("work/runs/run/source")).isEmptyDirectory();
        archived(commit);
        try (var all = Files.walk(temp.resolve("weak/inside"))) {
            assertThat(all.count()).isGreaterThan(SMALL.files());
        }
    }

    @Test
    void aSmallPackThatUnpacksLargeIsNotWritten() throws Exception {
        String commit = evil.write("zeros", "0".repeat(8 << 20)).commit("bomb");
        GitWorld.problem(
                ProblemType.TOO_LARGE,
                () -> world.fetch(
                        world.client(1 << 30, SMALL, null), evil.path().toString(), commit, null));
        assertThat(temp.resolve("work/runs/run/source")).isEmptyDirectory();
        assertThat(GitFiles.size(temp.resolve("work"))).isLessThan(SMALL.bytes());
        weak("clone", "--quiet", evil.path().toString(), "weak");
        assertThat(GitFiles.size(temp.resolve("weak"))).isGreaterThan(SMALL.bytes());
    }

    @Test
    void aServerThatNeverStopsSendingIsLeft() throws Exception {
        byte[] noise = new byte[6 << 20];
        new java.util.Random(1).nextBytes(noise);
        Files.write(evil.path().resolve("noise"), noise);
        String commit = evil.commit("noise");
        try (GitHttpServer server = GitHttpServer.start(temp.resolve("srv"))) {
            server.slowDown();
            ProblemException e = GitWorld.problem(
                    ProblemType.TOO_LARGE,
                    () -> world.fetch(
                            world.client(1 << 30, SMALL, null), server.url(GitWorld.HOST, evil), commit, null));
            assertThat(e.detail()).contains("sends more than");
            assertThat(GitFiles.size(temp.resolve("work/git"))).isLessThan(SMALL.bytes());
        }
    }

    @Test
    void whatTheHubInheritedIsNotUsed() throws Exception {
        evil.write("a", "text").write("hooks/post-checkout", script()).write(".gitattributes", "* filter=evil\n");
        executable("hooks/post-checkout");
        String commit = evil.commit("hooks");
        Path home = Files.createDirectories(temp.resolve("home"));
        Files.writeString(
                home.resolve(".gitconfig"), "[core]\n\thooksPath = hooks\n\tfsmonitor = touch " + owned + "\n");
        Map<String, String> inherited = new TreeMap<>(Map.of(
                "HOME",
                home.toString(),
                "GIT_CONFIG_COUNT",
                "1",
                "GIT_CONFIG_KEY_0",
                "filter.evil.smudge",
                "GIT_CONFIG_VALUE_0",
                "touch " + owned + "; cat",
                "GIT_TRACE",
                owned.toString(),
                "GIT_TEMPLATE_DIR",
                evil.path().toString(),
                "GIT_SSH_COMMAND",
                "touch " + owned,
                "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                evil.path().resolve(".git/objects").toString(),
                "GIT_ALLOW_PROTOCOL",
                "ext:file"));
        ProcessBuilder ours = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InheritedEnvironment.class.getName(),
                temp.toString(),
                evil.path().toString(),
                commit);
        ours.environment().putAll(inherited);
        // Were they used, nothing would work at all: that would be a pass for the wrong reason.
        ours.environment().put("GIT_DIR", temp.resolve("nowhere").toString());
        ours.environment().put("GIT_INDEX_FILE", temp.resolve("nowhere").toString());
        ours.environment().put("GIT_EXEC_PATH", temp.resolve("nowhere").toString());
        assertThat(ours.inheritIO().start().waitFor()).isZero();
        assertThat(temp.resolve("work/runs/run/source/a")).hasContent("text");
        assertThat(owned).doesNotExist();
        ProcessBuilder weak =
                new ProcessBuilder("git", "clone", "--quiet", evil.path().toString(), "weak");
        weak.environment().putAll(inherited);
        weak.directory(temp.toFile()).start().waitFor();
        assertThat(owned).exists();
    }

    @Test
    void aLocalRepositorysOwnCommandsDoNotRun() throws Exception {
        evil.write("a", "text");
        String commit = evil.commit("partial");
        weak("clone", "--quiet", "--bare", evil.path().toString(), "whole");
        String blob = evil.git("rev-parse", "HEAD:a").getFirst();
        Files.delete(evil.path()
                .resolve(".git/objects")
                .resolve(blob.substring(0, 2))
                .resolve(blob.substring(2)));
        evil.git("config", "core.repositoryFormatVersion", "1");
        evil.git("config", "extensions.partialClone", "origin");
        evil.git("config", "remote.origin.promisor", "true");
        evil.git("config", "remote.origin.url", temp.resolve("whole").toString());
        evil.git("config", "remote.origin.uploadpack", "touch " + owned + "; git-upload-pack");
        evil.git("config", "uploadpack.packObjectsHook", "touch " + owned + "; exec");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> fetch(commit)).isInstanceOf(ProblemException.class);
        assertThat(owned).doesNotExist();
        Map<String, String> lazy = new TreeMap<>(Repository.PERSON);
        lazy.put("GIT_NO_LAZY_FETCH", "0");
        ProcessBuilder weak = new ProcessBuilder(
                "git", "clone", "--quiet", "--no-local", evil.path().toString(), "weak");
        weak.environment().putAll(lazy);
        weak.directory(temp.toFile()).start().waitFor();
        assertThat(owned).exists();
    }

    private Path fetch(String commit) throws InterruptedException {
        return world.fetch(world.client(), evil.path().toString(), commit, null);
    }

    private String script() {
        return "#!/bin/sh\ntouch '" + owned + "'\n";
    }

    private void executable(String file) throws IOException {
        Files.setPosixFilePermissions(
                evil.path().resolve(file), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What is written here may take over; that it does is what makes the test one. */
    private void weak(String... arguments) throws Exception {
        Repository.run(temp, Repository.PERSON, arguments);
    }

    private void weakFails(String... arguments) throws Exception {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> weak(arguments))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Writes a commit's files wherever they say, as a hand-made checkout does. */
    private void unchecked(String commit) throws Exception {
        Path inside = Files.createDirectories(temp.resolve("weak/inside"));
        for (String line : evil.git("-c", "core.quotePath=false", "ls-tree", "-r", commit)) {
            Path file = inside.resolve(line.substring(line.indexOf('\t') + 1)).normalize();
            Files.createDirectories(file.getParent());
            String content = String.join("\n", evil.git("cat-file", "blob", line.split("[ \t]", 4)[2]));
            if (line.startsWith("120000")) {
                Files.createSymbolicLink(file, Path.of(content));
            } else {
                Files.writeString(file, content);
            }
        }
    }

    /** Writes a commit's files without counting them. */
    private void archived(String commit) throws Exception {
        Path inside = Files.createDirectories(temp.resolve("weak/inside"));
        evil.git("archive", "--format=tar", "--output=" + temp.resolve("weak.tar"), commit);
        int exit = new ProcessBuilder("tar", "-xPf", temp.resolve("weak.tar").toString())
                .directory(inside.toFile())
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    /** Writes an object as it is; a tree's entries each end with an id, at the bars where there are several. */
    private String object(String type, String content, String... ids) throws Exception {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        String[] entries = ids.length > 1 ? content.split("\\|", -1) : new String[] {content};
        for (int i = 0; i < Math.max(1, ids.length); i++) {
            bytes.write(entries[i].getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (ids.length > 0) {
                bytes.write(java.util.HexFormat.of().parseHex(ids[i]));
            }
        }
        Path file = Files.write(temp.resolve("object"), bytes.toByteArray());
        return evil.git("hash-object", "-t", type, "--literally", "-w", file.toString())
                .getFirst();
    }

    private String commitTree(String tree) throws Exception {
        String commit = evil.git("commit-tree", "-m", "hostile", tree).getFirst();
        evil.git("update-ref", "refs/heads/main", commit);
        return commit;
    }
}
