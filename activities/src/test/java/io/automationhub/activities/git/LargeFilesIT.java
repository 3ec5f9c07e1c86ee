package io.automationhub.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large files of repositories that the real git-lfs has written. */
@Timeout(60)
class LargeFilesIT {

    private static final GitCredential TOKEN = GitCredential.of("ada:canary-9410");
    private static final String CONTENT = "a model of many megabytes ".repeat(200);

    @TempDir
    private Path temp;

    private GitWorld world;
    private GitHttpServer server;
    private GitHttpServer elsewhere;
    private Repository shop;
    private String commit;

    @BeforeEach
    void start() throws Exception {
        world = new GitWorld(temp);
        shop = Repository.create(temp.resolve("srv/shop.git"));
        shop.git("lfs", "install", "--local");
        shop.git("lfs", "track", "*.bin");
        shop.write("model.bin", CONTENT).write("sub dir/tool.bin", "#!/bin/sh\n" + CONTENT);
        Files.setPosixFilePermissions(
                shop.path().resolve("sub dir/tool.bin"),
                java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        commit = shop.write("README", "small").commit("large");
        // What is in git is a pointer: without that the tests would prove nothing.
        assertThat(shop.git("show", "HEAD:model.bin")).first().asString().startsWith("version https://git-lfs");
        server = GitHttpServer.start(temp.resolve("srv"));
        elsewhere = GitHttpServer.start(temp.resolve("srv"));
    }

    @AfterEach
    void stop() {
        server.close();
        elsewhere.close();
    }

    @Test
    void theirContentsAreFetchedWithTheRepositorysCredential() throws Exception {
        server.require(TOKEN.authorization());
        Path source = fetch(TOKEN);
        assertThat(source.resolve("model.bin")).hasContent(CONTENT);
        assertThat(source.resolve("sub dir/tool.bin")).isExecutable().content().endsWith(CONTENT);
        assertThat(source.resolve("README")).hasContent("small");
        int requests = server.requests().size();
        GitClient.Wanted again = new GitClient.Wanted(GitUrl.parse(url()), commit, null, "shop", "second", TOKEN);
        world.client().fetch(again, GitWatch.NONE);
        assertThat(temp.resolve("work/runs/second/source/model.bin")).hasContent(CONTENT);
        assertThat(server.requests()).hasSize(requests);
    }

    @Test
    void aPlainCloneWouldHaveLeftPointers() throws Exception {
        Map<String, String> bare = new TreeMap<>(Repository.PERSON);
        bare.put("GIT_CONFIG_NOSYSTEM", "1");
        Repository.run(temp, bare, "clone", "--quiet", shop.path().toString(), "weak");
        assertThat(temp.resolve("weak/model.bin")).content().startsWith("version https://git-lfs");
    }

    @Test
    void thoseOfALocalRepositoryComeFromBesideIt() throws Exception {
        Path source = world.fetch(world.client(), shop.path().toString(), commit, null);
        assertThat(source.resolve("model.bin")).hasContent(CONTENT);
        GitFiles.delete(shop.path().resolve(".git/lfs"));
        GitFiles.delete(temp.resolve("work"));
        GitWorld.problem(
                ProblemType.SOURCE_NOT_FOUND,
                () -> world.fetch(world.client(), shop.path().toString(), commit, null));
    }

    @Test
    void anotherServerNamedByTheRepositoryIsNotSentTheCredential() throws Exception {
        shop.git("config", "--file", ".lfsconfig", "lfs.url", elsewhere.url(GitWorld.HOST, shop) + "/info/lfs");
        commit = shop.commit("elsewhere");
        server.require(TOKEN.authorization());
        elsewhere.keepLargeFilesAt(elsewhere.origin(GitWorld.HOST));
        assertThat(fetch(TOKEN).resolve("model.bin")).hasContent(CONTENT);
        assertThat(elsewhere.requests()).anyMatch(line -> line.contains("/objects/batch"));
        assertThat(elsewhere.authorizations()).isNotEmpty().containsOnly("none");
    }

    @Test
    void aStoreNamedByTheServerIsNotSentTheCredential() throws Exception {
        server.require(TOKEN.authorization());
        server.keepLargeFilesAt(elsewhere.origin(GitWorld.OTHER));
        assertThat(fetch(TOKEN).resolve("model.bin")).hasContent(CONTENT);
        assertThat(elsewhere.authorizations()).isNotEmpty().containsOnly("none");
    }

    @Test
    void aRedirectedDownloadIsNotSentTheCredential() throws Exception {
        server.require(TOKEN.authorization());
        try (GitHttpServer redirecting = GitHttpServer.start(temp.resolve("srv"))) {
            redirecting.redirectTo(elsewhere.origin(GitWorld.OTHER));
            server.keepLargeFilesAt(redirecting.origin(GitWorld.OTHER));
            assertThat(fetch(TOKEN).resolve("model.bin")).hasContent(CONTENT);
            assertThat(elsewhere.authorizations()).isNotEmpty().containsOnly("none");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://intranet.example:9/x",
                "https://intranet.example/x",
                "https://127.0.0.1:5432/x",
                "https://169.254.169.254/latest",
                "http://public.example/x",
                "file:///etc",
                "/etc",
                "ext::sh -c id",
                "ssh://git@git.example/x",
                "-u"
            })
    void closedAddressesAreNotAsked(String url) throws Exception {
        shop.git("config", "--file", ".lfsconfig", "lfs.url", url);
        commit = shop.commit("astray");
        GitWorld.problem(ProblemType.INVALID, () -> fetch(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://intranet.example:9", "http://127.0.0.1:5432", "https://169.254.169.254", "file://"})
    void aStoreAtAClosedAddressIsNotAsked(String origin) {
        server.keepLargeFilesAt(origin);
        GitWorld.problem(ProblemType.INVALID, () -> fetch(TOKEN));
    }

    @Test
    void whatIsNotThereOrNotItselfNeverBecomesAFile() throws Exception {
        server.corruptLargeFiles("x".repeat(CONTENT.length()));
        GitWorld.problem(ProblemType.UPSTREAM_FAILED, () -> fetch(TOKEN));
        server.corruptLargeFiles("x".repeat(CONTENT.length() + 20));
        GitWorld.problem(ProblemType.TOO_LARGE, () -> fetch(TOKEN));
        GitFiles.delete(shop.path().resolve(".git/lfs"));
        ProblemException e = GitWorld.problem(ProblemType.SOURCE_NOT_FOUND, () -> fetch(TOKEN));
        assertThat(e.detail()).contains("large files").contains("404");
        try (var left = Files.walk(temp.resolve("work/git/cache"))) {
            assertThat(left.filter(Files::isRegularFile).map(Path::toString)).noneMatch(path -> path.contains("/lfs/"));
        }
    }

    @Test
    void theyCountTowardsTheBudget() {
        GitSettings.Budget small = new GitSettings.Budget(5, 100, CONTENT.length() + 100);
        GitWorld.problem(
                ProblemType.TOO_LARGE, () -> world.fetch(world.client(1 << 30, small, null), url(), commit, TOKEN));
        assertThat(server.requests()).noneMatch(line -> line.contains("batch"));
    }

    @Test
    void overSshTheServerSaysWhereTheyAre() throws Exception {
        try (SshServer ssh = SshServer.start(temp.resolve("ssh"))) {
            elsewhere.require("RemoteAuth canary-token");
            ssh.answerLargeFiles("""
                    {"href": "%s/info/lfs", "header": {"Authorization": "RemoteAuth canary-token", "Host": "evil"}}
                    """.formatted(elsewhere.url(GitWorld.HOST, shop)));
            GitCredential key = GitCredential.of(ssh.key());
            Path source = world.fetch(world.client(), ssh.url(GitWorld.HOST, shop), commit, key);
            assertThat(source.resolve("model.bin")).hasContent(CONTENT);
        }
    }

    private String url() {
        return server.url(GitWorld.HOST, shop);
    }

    private Path fetch(GitCredential credential) throws InterruptedException {
        return world.fetch(world.client(), url(), commit, credential);
    }
}
