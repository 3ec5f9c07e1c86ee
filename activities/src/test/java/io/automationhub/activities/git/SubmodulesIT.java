package io.automationhub.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.workflows.problem.ProblemType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories within repositories, on a real server. */
@Timeout(60)
class SubmodulesIT {

    private static final GitCredential TOKEN = GitCredential.of("ada:canary-5521");

    @TempDir
    private Path temp;

    private GitWorld world;
    private GitHttpServer server;
    private GitHttpServer elsewhere;
    private Repository lib;
    private Repository shop;
    private String libCommit;

    @BeforeEach
    void start() throws Exception {
        world = new GitWorld(temp);
        lib = Repository.create(temp.resolve("srv/acme/lib"));
        libCommit = lib.write("lib.txt", "lib").commit("lib");
        shop = Repository.create(temp.resolve("srv/acme/shop"));
        shop.write("README", "shop").commit("shop");
        server = GitHttpServer.start(temp.resolve("srv"));
        elsewhere = GitHttpServer.start(temp.resolve("srv"));
    }

    @AfterEach
    void stop() {
        server.close();
        elsewhere.close();
    }

    @Test
    void relativeAndAbsoluteOnesAreFilledAndThoseWithin() throws Exception {
        Repository deep = Repository.create(temp.resolve("srv/acme/deep"));
        String deepCommit = deep.write("deep.txt", "deep").commit("deep");
        libCommit = declare(lib, "inner/deep", "../deep", deepCommit);
        declare(shop, "vendor/lib", "../lib", libCommit);
        String commit = declare(shop, "other", server.url(GitWorld.HOST, deep), deepCommit);
        Path source = fetch(commit);
        assertThat(source.resolve("README")).hasContent("shop");
        assertThat(source.resolve("vendor/lib/lib.txt")).hasContent("lib");
        assertThat(source.resolve("vendor/lib/inner/deep/deep.txt")).hasContent("deep");
        assertThat(source.resolve("other/deep.txt")).hasContent("deep");
        try (var all = Files.walk(source)) {
            assertThat(all.map(path -> path.getFileName().toString())).doesNotContain(".git");
        }
    }

    @Test
    void theCredentialGoesToItsOwnServerOnly() throws Exception {
        server.require(TOKEN.authorization());
        declare(shop, "near", "../lib", libCommit);
        Repository far = Repository.create(temp.resolve("srv/far"));
        String farCommit = far.write("far.txt", "far").commit("far");
        String commit = declare(shop, "far", elsewhere.url(GitWorld.HOST, far), farCommit);
        Path source = fetch(commit);
        assertThat(source.resolve("near/lib.txt")).hasContent("lib");
        assertThat(source.resolve("far/far.txt")).hasContent("far");
        assertThat(server.authorizations()).isNotEmpty().containsOnly(TOKEN.authorization());
        // The same name on another port is another server.
        assertThat(elsewhere.authorizations()).isNotEmpty().containsOnly("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext::sh -c touch% PWNED",
                "file:///srv/git/x",
                "/srv/git/x",
                "-u./x",
                "--upload-pack=touch PWNED",
                "https://intranet.example/x",
                "http://intranet.example/x",
                "https://127.0.0.1/x",
                "https://0x7f000001/x",
                "https://2130706433/x",
                "https://[::1]/x",
                "https://169.254.169.254/latest",
                "ssh://-oProxyCommand=touch/x",
                "git://git.example/x",
                "https://user:password@git.example/x",
                "../../../../etc",
                "lib"
            })
    void urlsThatLeadAstrayAreRefused(String url) throws Exception {
        String commit = declare(shop, "vendor/lib", url, libCommit);
        GitWorld.problem(ProblemType.INVALID, () -> fetch(commit));
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void aLocalRepositoryDoesNotReachAnother() throws Exception {
        String commit = declare(shop, "vendor/lib", lib.path().toString(), libCommit);
        GitWorld.problem(
                ProblemType.INVALID,
                () -> world.fetch(world.client(), shop.path().toString(), commit, null));
        String relative = declare(shop, "vendor/lib", "../lib", libCommit);
        assertThat(world.fetch(world.client(), shop.path().toString(), relative, null)
                        .resolve("vendor/lib/lib.txt"))
                .hasContent("lib");
    }

    @Test
    void tooManyAreRefused() throws Exception {
        declare(shop, "a", "../lib", libCommit);
        declare(shop, "b", "../lib", libCommit);
        String commit = declare(shop, "c", "../lib", libCommit);
        GitSettings.Budget two = new GitSettings.Budget(2, 1000, 1 << 20);
        GitWorld.problem(
                ProblemType.INVALID,
                () -> world.fetch(world.client(1 << 30, two, null), server.url(GitWorld.HOST, shop), commit, null));
    }

    @Test
    void aRepositoryWithinItselfEnds() throws Exception {
        // A commit cannot name itself, but each may name the one before it.
        String commit = shop.head();
        for (int depth = 0; depth < 8; depth++) {
            commit = declare(shop, "again", "../shop", commit);
        }
        String last = commit;
        GitWorld.problem(ProblemType.INVALID, () -> fetch(last));
    }

    private Path fetch(String commit) throws InterruptedException {
        return world.fetch(world.client(), server.url(GitWorld.HOST, shop), commit, TOKEN);
    }

    /** Adds a submodule as anybody can write one, without asking git whether it likes it. */
    static String declare(Repository repository, String path, String url, String commit) throws Exception {
        repository.git("config", "--file", ".gitmodules", "submodule." + path + ".path", path);
        repository.git("config", "--file", ".gitmodules", "submodule." + path + ".url", url);
        repository.git("add", ".gitmodules");
        repository.git("update-index", "--add", "--cacheinfo", "160000," + commit + "," + path);
        repository.git("commit", "--quiet", "-m", "submodule " + path);
        return repository.head();
    }
}
