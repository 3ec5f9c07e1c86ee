package io.automationhub.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GitClientIT {

    /** Known only to the hub's own look-up: git reaches it at the checked address or not at all. */
    private static final String HOST = GitWorld.HOST;

    @TempDir
    private Path temp;

    private GitHttpServer server;
    private Repository shop;
    private String first;
    private String second;
    private GitClient client;

    @BeforeEach
    void start() throws Exception {
        shop = Repository.create(temp.resolve("srv/shop"));
        first = shop.write("README", "one").write("bin/run", "#!/bin/sh\n").commit("one");
        shop.git("tag", "light");
        shop.git("tag", "-a", "v1.0", "-m", "annotated");
        second = shop.write("README", "two").commit("two");
        server = GitHttpServer.start(temp.resolve("srv"));
        client = client(1 << 30);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void namesAreResolvedToCommits() throws Exception {
        shop.git("branch", "feature/x", first);
        shop.git("branch", "both", first);
        shop.git("tag", "both", second);
        for (GitUrl url : List.of(http(), local())) {
            assertThat(resolve(url, null)).isEqualTo(new ResolvedRef(second, "main", ResolvedRef.Kind.BRANCH));
            assertThat(resolve(url, "main")).isEqualTo(new ResolvedRef(second, "main", ResolvedRef.Kind.BRANCH));
            assertThat(resolve(url, "feature/x").commit()).isEqualTo(first);
            assertThat(resolve(url, "light")).isEqualTo(new ResolvedRef(first, "light", ResolvedRef.Kind.TAG));
            assertThat(resolve(url, "v1.0")).isEqualTo(new ResolvedRef(first, "v1.0", ResolvedRef.Kind.TAG));
            assertThat(resolve(url, "refs/tags/v1.0").commit()).isEqualTo(first);
            assertThat(resolve(url, "both").kind()).isEqualTo(ResolvedRef.Kind.BRANCH);
            assertThat(resolve(url, first)).isEqualTo(new ResolvedRef(first, first, ResolvedRef.Kind.COMMIT));
            assertThat(resolve(url, second.substring(0, 9)).commit()).isEqualTo(second);
        }
    }

    @Test
    void anAbbreviatedCommitDeepInHistoryIsFound() throws Exception {
        String deep = shop.write("README", "three").commit("three");
        shop.write("README", "four").commit("four");
        for (GitUrl url : List.of(http(), local())) {
            assertThat(resolve(url, deep.substring(0, 10)).commit()).isEqualTo(deep);
        }
    }

    @Test
    void whatDoesNotExistIsSourceNotFound() throws Exception {
        for (GitUrl url : List.of(http(), local())) {
            assertProblem(ProblemType.SOURCE_NOT_FOUND, () -> resolve(url, "nowhere"));
            assertProblem(ProblemType.SOURCE_NOT_FOUND, () -> resolve(url, "abcdef01"));
            assertProblem(ProblemType.SOURCE_NOT_FOUND, () -> fetch(url, "0".repeat(39) + "1", "p", "r1", null));
        }
        GitUrl absent = GitUrl.parse("http://" + HOST + ":" + server.port() + "/absent");
        assertProblem(ProblemType.SOURCE_NOT_FOUND, () -> resolve(absent, "main"));
    }

    @Test
    void aCommitIsCheckedOutWithoutARepositoryBesideIt() throws Exception {
        for (GitUrl url : List.of(http(), local())) {
            String run = "run-" + url.scheme();
            Path path = fetch(url, first, "shop-" + url.scheme(), run, null);
            assertThat(path).isEqualTo(Path.of("runs", run, "source"));
            Path source = temp.resolve("work").resolve(path);
            assertThat(source.resolve("README")).hasContent("one");
            assertThat(source.resolve(".git")).doesNotExist();
            try (var beside = Files.list(source.getParent())) {
                assertThat(beside.map(Path::getFileName).map(Path::toString))
                        .containsExactlyInAnyOrder("source", "source.commit");
            }
        }
    }

    @Test
    void theSameCommitAsksNoServerAgain() throws Exception {
        fetch(http(), first, "shop", "r1", null);
        int requests = server.requests().size();
        server.close();
        assertThat(fetch(http(), first, "shop", "r1", null)).isEqualTo(Path.of("runs/r1/source"));
        Path again = fetch(http(), first, "shop", "r2", null);
        assertThat(temp.resolve("work").resolve(again).resolve("README")).hasContent("one");
        assertThat(server.requests()).hasSize(requests);
    }

    @Test
    void aNewCommitBringsOnlyWhatIsNew() throws Exception {
        shop.write(
                "large",
                "x".repeat(100) + new java.util.Random(1).ints(300_000).boxed().toList());
        String large = shop.commit("large");
        fetch(http(), large, "shop", "r1", null);
        long before = GitFiles.size(cache("shop"));
        String small = shop.write("README", "three").commit("three");
        fetch(http(), small, "shop", "r2", null);
        assertThat(before).isGreaterThan(500_000);
        assertThat(GitFiles.size(cache("shop")) - before).isLessThan(50_000);
        assertThat(temp.resolve("work/runs/r2/source/large")).exists();
    }

    @Test
    void aServerThatGivesOutNoCommitsByIdIsReadByRefAndWhole() throws Exception {
        server.speakOldProtocol();
        assertThat(fetch(http(), first, "shop", "r1", "main")).isEqualTo(Path.of("runs/r1/source"));
        assertThat(temp.resolve("work/runs/r1/source/README")).hasContent("one");
        assertThat(fetch(http(), first, "other", "r2", null)).isEqualTo(Path.of("runs/r2/source"));
        assertThat(temp.resolve("work/runs/r2/source/README")).hasContent("one");
        assertProblem(ProblemType.SOURCE_NOT_FOUND, () -> fetch(http(), "0".repeat(39) + "1", "shop", "r3", "main"));
    }

    @Test
    void anInterruptedFetchLeavesAUsableCache() throws Exception {
        fetch(http(), first, "shop", "r1", null);
        Files.writeString(cache("shop").resolve("shallow.lock"), "");
        Files.writeString(cache("shop").resolve("refs/hub/" + second + ".lock"), "");
        Files.writeString(cache("shop").resolve("objects/pack/tmp_pack_abc"), "PACK");
        fetch(http(), second, "shop", "r2", null);
        assertThat(temp.resolve("work/runs/r2/source/README")).hasContent("two");
        assertThat(cache("shop").resolve("objects/pack/tmp_pack_abc")).doesNotExist();
    }

    @Test
    void anUnreadableCacheIsMadeAnew() throws Exception {
        fetch(http(), first, "shop", "r1", null);
        GitFiles.delete(cache("shop").resolve("objects"));
        Files.createDirectories(cache("shop").resolve("objects/pack"));
        fetch(http(), first, "shop", "r2", null);
        assertThat(temp.resolve("work/runs/r2/source/README")).hasContent("one");
        Files.writeString(cache("shop").resolve("config"), "[[[");
        fetch(http(), second, "shop", "r3", null);
        assertThat(temp.resolve("work/runs/r3/source/README")).hasContent("two");
    }

    @Test
    void aHalfWrittenCheckoutIsMadeAnew() throws Exception {
        fetch(http(), first, "shop", "r1", null);
        Files.delete(temp.resolve("work/runs/r1/source.commit"));
        Files.delete(temp.resolve("work/runs/r1/source/README"));
        Files.writeString(temp.resolve("work/runs/r1/source/stray"), "x");
        fetch(http(), first, "shop", "r1", null);
        assertThat(temp.resolve("work/runs/r1/source/README")).hasContent("one");
        assertThat(temp.resolve("work/runs/r1/source/stray")).doesNotExist();
    }

    @Test
    void runsOfOneProjectMayFetchAtOnce() throws Exception {
        List<String> commits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            commits.add(shop.write("README", "c" + i).commit("c" + i));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Path>> runs = new ArrayList<>();
            for (String commit : commits) {
                runs.add(threads.submit(() -> fetch(http(), commit, "shop", "run-" + commit, null)));
            }
            for (int i = 0; i < commits.size(); i++) {
                Path source = temp.resolve("work").resolve(runs.get(i).get());
                assertThat(source.resolve("README")).hasContent("c" + i);
            }
        }
    }

    @Test
    void cachesUnusedLongestGoFirst() throws Exception {
        GitClient small = client(1);
        small.fetch(wanted(http(), first, "a", "r1", null), GitWatch.NONE);
        small.fetch(wanted(http(), first, "b", "r2", null), GitWatch.NONE);
        assertThat(cache("a")).doesNotExist();
        assertThat(cache("b")).exists();
        small.fetch(wanted(http(), first, "a", "r3", null), GitWatch.NONE);
        assertThat(temp.resolve("work/runs/r3/source/README")).hasContent("one");
        small.discard("r3");
        assertThat(temp.resolve("work/runs/r3")).doesNotExist();
    }

    @Test
    void aCacheThatIsOnlyReadStaysInUse() throws Exception {
        fetch(http(), first, "a", "r1", null);
        fetch(http(), first, "b", "r2", null);
        long both = GitFiles.size(cache("a")) + GitFiles.size(cache("b"));
        Files.setLastModifiedTime(cache("a"), java.nio.file.attribute.FileTime.fromMillis(1000));
        Files.setLastModifiedTime(cache("b"), java.nio.file.attribute.FileTime.fromMillis(2000));
        fetch(http(), first, "a", "r3", null);
        client(both).fetch(wanted(http(), first, "c", "r4", null), GitWatch.NONE);
        assertThat(cache("a")).exists();
        assertThat(cache("b")).doesNotExist();
    }

    @Test
    void foldersOfRunsLongEndedAreDeleted() throws Exception {
        fetch(http(), first, "shop", "old", null);
        fetch(http(), first, "shop", "recent", null);
        Files.setLastModifiedTime(temp.resolve("work/runs/old"), java.nio.file.attribute.FileTime.fromMillis(1000));
        fetch(http(), second, "shop", "new", null);
        assertThat(temp.resolve("work/runs/old")).doesNotExist();
        assertThat(temp.resolve("work/runs/recent/source/README")).exists();
    }

    @Test
    void aCredentialOpensAPrivateRepositoryAndStaysOutOfArguments() throws Exception {
        GitCredential credential = GitCredential.of("ada:canary-7f3a");
        server.require(credential.authorization());
        assertProblem(ProblemType.SOURCE_NOT_FOUND, () -> resolve(http(), "main"));
        List<String> arguments = new ArrayList<>();
        server.onRequest(() -> ProcessHandle.current()
                .descendants()
                .forEach(process -> arguments.add(process.info().commandLine().orElse(""))));
        List<String> lines = new ArrayList<>();
        GitWatch watch = new GitWatch() {
            @Override
            public void line(String text) {
                lines.add(text);
            }

            @Override
            public void alive() {}
        };
        assertThat(client.resolve(http(), "main", credential, watch).commit()).isEqualTo(second);
        client.fetch(new GitClient.Wanted(http(), second, "main", "shop", "r1", credential), watch);
        assertThat(temp.resolve("work/runs/r1/source/README")).hasContent("two");
        assertThat(String.join("\n", arguments))
                .contains("fetch")
                .doesNotContain("canary")
                .doesNotContain(credential.authorization().substring(6));
        assertThat(String.join("\n", lines)).doesNotContain("canary");
        assertThat(Files.readString(cache("shop").resolve("config"))).doesNotContain("canary");
    }

    @Test
    void cancellationEndsTheFetch() throws Exception {
        server.onRequest(() -> java.util.concurrent.locks.LockSupport.parkNanos(
                Duration.ofSeconds(20).toNanos()));
        long start = System.nanoTime();
        GitWatch canceling = new GitWatch() {
            @Override
            public void line(String text) {}

            @Override
            public void alive() {
                throw new CancellationException("canceled");
            }
        };
        assertThatThrownBy(() -> client.fetch(wanted(http(), first, "shop", "r1", null), canceling))
                .isInstanceOf(CancellationException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(ProcessHandle.current()
                        .descendants()
                        .map(ProcessHandle::info)
                        .map(i -> i.commandLine().orElse("")))
                .noneMatch(line -> line.contains(HOST));
    }

    private GitClient client(long cacheBytes) {
        return new GitWorld(temp).client(cacheBytes, GitSettings.Budget.DEFAULT, null);
    }

    private GitUrl http() {
        return GitUrl.parse(server.url(HOST, shop));
    }

    private GitUrl local() {
        return GitUrl.parse(shop.path().toString());
    }

    private Path cache(String project) {
        return temp.resolve("work/git/cache").resolve(project + ".git");
    }

    private ResolvedRef resolve(GitUrl url, @Nullable String ref) throws InterruptedException {
        return client.resolve(url, ref, null, GitWatch.NONE);
    }

    private Path fetch(GitUrl url, String commit, String project, String run, @Nullable String ref)
            throws InterruptedException {
        return client.fetch(wanted(url, commit, project, run, ref), GitWatch.NONE);
    }

    private static GitClient.Wanted wanted(
            GitUrl url, String commit, String project, String run, @Nullable String ref) {
        return new GitClient.Wanted(url, commit, ref, project, run, null);
    }

    private static void assertProblem(ProblemType type, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.type()).as(e.detail() + e.evidence()).isEqualTo(type));
    }
}
