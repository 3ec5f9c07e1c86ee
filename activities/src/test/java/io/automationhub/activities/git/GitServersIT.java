package io.automationhub.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.activities.notify.TestTls;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Private repositories on real servers, over https and over ssh. */
@Timeout(120)
class GitServersIT {

    private static final String CANARY = "canary-7f3a91";

    @TempDir
    private Path temp;

    private GitWorld world;
    private Repository shop;
    private String commit;

    @BeforeEach
    void repository() throws Exception {
        world = new GitWorld(temp);
        shop = Repository.create(temp.resolve("srv/shop"));
        commit = shop.write("README", "one").commit("one");
    }

    @Test
    void aTokenOpensARepositoryOverHttpsAndShowsNowhere() throws Exception {
        SSLContext tls = TestTls.of(temp, GitWorld.HOST);
        GitClient client = world.client(1 << 30, GitSettings.Budget.DEFAULT, TestTls.pem(temp, GitWorld.HOST));
        GitCredential token = GitCredential.of("ada:" + CANARY);
        try (GitHttpServer server = GitHttpServer.start(temp.resolve("srv"), tls)) {
            server.require(token.authorization());
            List<String> arguments = new CopyOnWriteArrayList<>();
            server.onRequest(() -> arguments.addAll(GitWorld.commandLines()));
            List<String> said = new ArrayList<>();
            GitUrl url = GitUrl.parse(server.url(GitWorld.HOST, shop));
            assertThat(url.scheme()).isEqualTo(GitUrl.Scheme.HTTPS);
            ProblemException closed = GitWorld.problem(
                    ProblemType.SOURCE_NOT_FOUND,
                    () -> client.resolve(url, "main", GitCredential.of("ada:wrong-" + CANARY), GitWorld.into(said)));
            assertThat(client.resolve(url, "main", token, GitWorld.into(said)).commit())
                    .isEqualTo(commit);
            client.fetch(new GitClient.Wanted(url, commit, "main", "shop", "run", token), GitWorld.into(said));
            assertThat(temp.resolve("work/runs/run/source/README")).hasContent("one");
            String header = token.authorization().substring("Basic ".length());
            assertThat(String.join("\n", arguments)).contains("fetch").contains(GitWorld.HOST);
            for (String text : List.of(
                    String.join("\n", arguments),
                    String.join("\n", said),
                    closed.detail() + closed.evidence(),
                    everythingBelow(temp.resolve("work")))) {
                assertThat(text).doesNotContain(CANARY).doesNotContain(header);
            }
        }
    }

    @Test
    void aServerWithACertificateNobodyVouchesForIsNotSentTheToken() throws Exception {
        SSLContext tls = TestTls.of(temp, GitWorld.HOST);
        try (GitHttpServer server = GitHttpServer.start(temp.resolve("srv"), tls)) {
            GitUrl url = GitUrl.parse(server.url(GitWorld.HOST, shop));
            GitWorld.problem(
                    ProblemType.UPSTREAM_FAILED,
                    () -> world.client().resolve(url, "main", GitCredential.of(CANARY), GitWatch.NONE));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aDeployKeyOpensARepositoryOverSshAndIsGoneAfterwards() throws Exception {
        try (SshServer server = SshServer.start(temp.resolve("ssh"))) {
            GitClient client = world.client();
            GitUrl url = GitUrl.parse(server.url(GitWorld.HOST, shop));
            GitCredential key = GitCredential.of(server.key() + server.hostKey(GitWorld.HOST));
            List<String> said = new ArrayList<>();
            assertThat(client.resolve(url, null, key, GitWorld.into(said)).commit())
                    .isEqualTo(commit);
            client.fetch(new GitClient.Wanted(url, commit, null, "shop", "run", key), GitWorld.into(said));
            assertThat(temp.resolve("work/runs/run/source/README")).hasContent("one");
            String secret = server.key().lines().skip(2).findFirst().orElseThrow();
            assertThat(String.join("\n", said) + everythingBelow(temp.resolve("work")))
                    .doesNotContain(secret)
                    .doesNotContain("PRIVATE KEY");
            assertThat(temp.resolve("work/git/tmp")).isEmptyDirectory();
        }
    }

    @Test
    void withoutTheKeyTheServerStaysShut() throws Exception {
        try (SshServer server = SshServer.start(temp.resolve("ssh"));
                SshServer stranger = SshServer.start(temp.resolve("stranger"))) {
            GitUrl url = GitUrl.parse(server.url(GitWorld.HOST, shop));
            GitClient client = world.client();
            GitWorld.problem(ProblemType.SOURCE_NOT_FOUND, () -> client.resolve(url, null, null, GitWatch.NONE));
            GitWorld.problem(
                    ProblemType.SOURCE_NOT_FOUND,
                    () -> client.resolve(url, null, GitCredential.of(stranger.key()), GitWatch.NONE));
            GitWorld.problem(
                    ProblemType.INVALID, () -> client.resolve(url, null, GitCredential.of("a-token"), GitWatch.NONE));
        }
    }

    @Test
    void anotherHostKeyThanThePinnedOneIsRefused() throws Exception {
        try (SshServer server = SshServer.start(temp.resolve("ssh"))) {
            GitUrl url = GitUrl.parse(server.url(GitWorld.HOST, shop));
            GitCredential pinned = GitCredential.of(server.key() + server.hostKey(GitWorld.HOST));
            server.changeHostKey();
            // Never connected before: without the pin the new key would be taken for the first one.
            ProblemException e = GitWorld.problem(
                    ProblemType.INVALID, () -> world.client().resolve(url, null, pinned, GitWatch.NONE));
            assertThat(e.detail()).contains("host key").contains("known_hosts");
            GitCredential renewed = GitCredential.of(server.key() + server.hostKey(GitWorld.HOST));
            assertThat(world.client().resolve(url, null, renewed, GitWatch.NONE).commit())
                    .isEqualTo(commit);
        }
    }

    @Test
    void theFirstHostKeySeenIsKeptAndAnotherRefused() throws Exception {
        try (SshServer server = SshServer.start(temp.resolve("ssh"))) {
            GitUrl url = GitUrl.parse(server.url(GitWorld.HOST, shop));
            GitCredential key = GitCredential.of(server.key());
            assertThat(world.client().resolve(url, null, key, GitWatch.NONE).commit())
                    .isEqualTo(commit);
            server.changeHostKey();
            ProblemException e =
                    GitWorld.problem(ProblemType.INVALID, () -> world.client().resolve(url, null, key, GitWatch.NONE));
            assertThat(e.detail()).contains("host key");
            // A restarted hub has not forgotten it, and the administrator's way out works.
            Files.delete(temp.resolve("work/git/known_hosts"));
            assertThat(world.client().resolve(url, null, key, GitWatch.NONE).commit())
                    .isEqualTo(commit);
        }
    }

    @Test
    void aPrivateKeyIsNeverSentAsAPassword() throws Exception {
        try (SshServer ssh = SshServer.start(temp.resolve("ssh"));
                GitHttpServer server = GitHttpServer.start(temp.resolve("srv"))) {
            GitUrl url = GitUrl.parse(server.url(GitWorld.HOST, shop));
            GitCredential key = GitCredential.of(ssh.key());
            GitWorld.problem(ProblemType.INVALID, () -> world.client().resolve(url, null, key, GitWatch.NONE));
            assertThat(server.requests()).isEmpty();
        }
    }

    private static String everythingBelow(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    all.append(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return all.toString();
    }
}
