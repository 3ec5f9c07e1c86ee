package io.automationhub.activities.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeIT {

    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<TestServer> servers = new ArrayList<>();
    private int port;
    private EdgeSettings settings = EdgeSettings.of(Path.of("/tmp"), "127.0.0.1:1", "haproxy");
    private Edge edge = new Edge(settings);

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        settings = new EdgeSettings(folder, "127.0.0.1:" + port, "haproxy", null, 2, 4);
        edge = new Edge(settings);
        edge.start();
    }

    @AfterEach
    void stop() throws IOException {
        edge.close();
        servers.forEach(TestServer::close);
        for (long pid : pids()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void routesByHostAndAnswersForNobody() throws Exception {
        assertThat(get("nobody.example", "/").statusCode()).isEqualTo(404);
        switchTo("e1", "a.example", "r1", server("one"));
        switchTo("e2", "b.example", "r1", server("two"));
        assertThat(get("a.example", "/").body()).isEqualTo("one");
        assertThat(get("A.Example:" + port, "/").body()).isEqualTo("one");
        assertThat(get("b.example", "/").body()).isEqualTo("two");
        assertThat(get("nobody.example", "/").statusCode()).isEqualTo(404);

        edge.restore("e1", "org", null);
        assertThat(get("a.example", "/").statusCode()).isEqualTo(503);
        edge.forget("e1", "org");
        assertThat(get("a.example", "/").statusCode()).isEqualTo(404);
    }

    @Test
    void aRepeatedSwitchAnswersTheSameAndARestoreTakesItBack() throws Exception {
        TestServer one = server("one");
        TestServer two = server("two");
        assertThat(switchTo("e1", "a.example", "r1", one)).isEmpty();
        RoutedRelease first = new RoutedRelease("r1", List.of(one.instance()));
        assertThat(switchTo("e1", "a.example", "r2", two)).contains(first);
        assertThat(switchTo("e1", "a.example", "r2", two)).contains(first);
        edge.close();
        edge = new Edge(settings);
        edge.start();
        assertThat(switchTo("e1", "a.example", "r2", two)).contains(first);
        assertThat(get("a.example", "/").body()).isEqualTo("two");
        edge.takeBack("e1", "org", Set.of("unrelated"));
        assertThat(get("a.example", "/").body()).isEqualTo("two");
        edge.takeBack("e1", "org", Set.of("two"));
        edge.restore("e1", "org", first);
        assertThat(get("a.example", "/").body()).isEqualTo("one");
        assertThat(edge.live("e1", "org")).contains(first);
    }

    @Test
    void switchesUnderLoadLoseNothing() throws Exception {
        TestServer[] apps = {server("one"), server("two")};
        switchTo("e1", "a.example", "r0", apps[0]);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger good = new AtomicInteger();
        ConcurrentLinkedQueue<String> bad = new ConcurrentLinkedQueue<>();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            load.add(Thread.ofVirtual().start(() -> {
                while (!stop.get()) {
                    try {
                        HttpResponse<String> answer = get("a.example", "/");
                        if (answer.statusCode() == 200) {
                            good.incrementAndGet();
                        } else {
                            bad.add(String.valueOf(answer.statusCode()));
                        }
                    } catch (Exception e) {
                        bad.add(e.toString());
                    }
                }
            }));
        }
        for (int i = 1; i <= 20; i++) {
            TestServer next = apps[i % 2];
            TestServer old = apps[(i + 1) % 2];
            switchTo("e1", "a.example", "r" + i, next);
            Awaitility.await().until(() -> edge.draining("e1", "org") == 0);
            edge.release("e1", "org", Set.of(old.name));
            int before = good.get();
            Awaitility.await().until(() -> good.get() > before + 20);
        }
        stop.set(true);
        for (Thread thread : load) {
            thread.join();
        }
        assertThat(bad).isEmpty();
        assertThat(good.get()).isGreaterThan(400);
    }

    @Test
    void drainingSeesARequestInFlightAndLetsItFinish() throws Exception {
        TestServer old = server("old");
        switchTo("e1", "a.example", "r1", old);
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(request("a.example", "/slow"), HttpResponse.BodyHandlers.ofString());
        Awaitility.await().until(() -> old.slowBegun.get() == 1);
        switchTo("e1", "a.example", "r2", server("new"));
        assertThat(edge.draining("e1", "org")).isEqualTo(1);
        assertThat(get("a.example", "/").body()).isEqualTo("new");
        old.goOn.countDown();
        assertThat(slow.get(5, TimeUnit.SECONDS).body()).isEqualTo("old");
        Awaitility.await().until(() -> edge.draining("e1", "org") == 0);
    }

    @Test
    void trafficAndErrorsAreCountedByInstance() throws Exception {
        switchTo("e1", "a.example", "r1", server("one"));
        for (int i = 0; i < 3; i++) {
            get("a.example", "/");
        }
        get("a.example", "/fail");
        assertThat(edge.traffic("e1", "org").get("one")).isEqualTo(new InstanceTraffic(4, 1, 0));
    }

    @Test
    void aKilledProxyIsBackWithItsRoutesWithinASecond() throws Exception {
        switchTo("e1", "a.example", "r1", server("one"));
        long pid = pids().getFirst();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .until(() -> get("a.example", "/").body().equals("one"));
        assertThat(pids()).isNotEmpty().doesNotContain(pid);
    }

    @Test
    void theProxyServesOnWithoutTheHubAndIsFoundAgain() throws Exception {
        switchTo("e1", "a.example", "r1", server("one"));
        long pid = pids().getFirst();
        edge.close();
        assertThat(get("a.example", "/").body()).isEqualTo("one");
        edge = new Edge(settings);
        edge.start();
        assertThat(pids()).containsExactly(pid);
        switchTo("e1", "a.example", "r2", server("two"));
        assertThat(get("a.example", "/").body()).isEqualTo("two");
    }

    @Test
    void aWishKeptBeforeACrashIsCarriedOutAfterIt() throws Exception {
        TestServer one = server("one");
        TestServer two = server("two");
        switchTo("e1", "a.example", "r1", one);
        edge.close();
        EdgeStore store = new EdgeStore(folder);
        EdgeState state = store.load().orElseThrow();
        EdgeState.Environment before =
                java.util.Objects.requireNonNull(state.environments().get("e1"));
        RoutedRelease next = new RoutedRelease("r2", List.of(two.instance()));
        store.save(state.with("e1", before.with(List.of("c.example"), new EdgeState.Live(next, null, List.of()), 4)));
        edge = new Edge(settings);
        edge.start();
        assertThat(get("c.example", "/").body()).isEqualTo("two");
        assertThat(get("a.example", "/").statusCode()).isEqualTo(404);
    }

    @Test
    void moreEnvironmentsThanBackendsGrowThePool() throws Exception {
        for (int i = 0; i < 5; i++) {
            switchTo("e" + i, "h" + i + ".example", "r1", server("s" + i));
        }
        for (int i = 0; i < 5; i++) {
            String host = "h" + i + ".example";
            assertThat(get(host, "/").body()).isEqualTo("s" + i);
        }
    }

    @Test
    void underRootItServesAndReloadsAsAnotherAccount() throws Exception {
        EdgeSettings usual = EdgeSettings.of(folder, "127.0.0.1:" + port, "haproxy");
        Assumptions.assumeTrue(usual.user() != null, "root, with an account for the proxy");
        edge.close();
        edge = new Edge(new EdgeSettings(folder, "127.0.0.1:" + port, "haproxy", usual.user(), 2, 4));
        edge.start();
        for (int i = 0; i < 3; i++) {
            switchTo("e" + i, "h" + i + ".example", "r1", server("s" + i));
            assertThat(get("h" + i + ".example", "/").body()).isEqualTo("s" + i);
        }
        long newest =
                Long.parseLong(Files.readString(folder.resolve("haproxy.pid")).strip());
        assertThat(ProcessHandle.of(newest).orElseThrow().info().user()).contains("haproxy");
    }

    @Test
    void anInstanceThatMovedIsFollowed() throws Exception {
        TestServer one = server("one");
        InstanceInfo stale =
                new InstanceInfo("one", "c", "127.0.0.9", one.instance().port());
        edge.switchTo("e1", "org", List.of("a.example"), new RoutedRelease("r1", List.of(stale)));
        edge.moved("one", "c", "127.0.0.1");
        assertThat(edge.addresses()).containsEntry("one", "127.0.0.1");
        Awaitility.await().until(() -> get("a.example", "/").statusCode() == 200);
    }

    @Test
    void anInstanceThatDoesNotAnswerIsPassedOver() throws Exception {
        TestServer good = server("good");
        InstanceInfo dead = new InstanceInfo("dead", "c", "127.0.0.1", 1);
        edge.switchTo("e1", "org", List.of("a.example"), new RoutedRelease("r1", List.of(dead, good.instance())));
        for (int i = 0; i < 10; i++) {
            assertThat(get("a.example", "/").body()).isEqualTo("good");
        }
    }

    @Test
    void nobodyTakesAnothersEnvironmentOrDomain() throws Exception {
        switchTo("e1", "a.example", "r1", server("one"));
        RoutedRelease evil = new RoutedRelease("r1", List.of(server("evil").instance()));
        assertThatThrownBy(() -> edge.switchTo("e1", "other", List.of("a.example"), evil))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND));
        assertThatThrownBy(() -> edge.switchTo("e2", "other", List.of("A.example"), evil))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT));
        assertThat(get("a.example", "/").body()).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a.example",
                "a b",
                "a\nb",
                "a;disable server env0/s1",
                "a.example env1",
                "a/b",
                "ä.example",
                "a..b",
                "*",
                "a\0"
            })
    void namesThatAreNoHostsNeverReachTheProxy(String domain) throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve("haproxy.cfg"));
        RoutedRelease release = new RoutedRelease("r1", List.of(server("one").instance()));
        assertThatThrownBy(() -> edge.switchTo("e1", "org", List.of(domain), release))
                .isInstanceOf(ProblemException.class);
        InstanceInfo odd = new InstanceInfo("x", "c", "127.0.0.1 port 1; shutdown", 80);
        assertThatThrownBy(
                        () -> edge.switchTo("e1", "org", List.of("a.example"), new RoutedRelease("r1", List.of(odd))))
                .isInstanceOf(ProblemException.class);
        assertThat(Files.readAllBytes(folder.resolve("haproxy.cfg"))).isEqualTo(before);
        assertThat(edge.addresses()).isEmpty();
    }

    private TestServer server(String name) throws IOException {
        TestServer server = new TestServer(name);
        servers.add(server);
        return server;
    }

    private java.util.Optional<RoutedRelease> switchTo(
            String environment, String domain, String release, TestServer to) {
        return edge.switchTo(environment, "org", List.of(domain), new RoutedRelease(release, List.of(to.instance())));
    }

    private HttpRequest request(String host, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Host", host)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private HttpResponse<String> get(String host, String path) throws IOException, InterruptedException {
        return client.send(request(host, path), HttpResponse.BodyHandlers.ofString());
    }

    /** Every proxy that runs in this test's folder. */
    private List<Long> pids() throws IOException {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("haproxy"))
                .filter(process -> {
                    try {
                        return Files.isSameFile(Path.of("/proc/" + process.pid() + "/cwd"), folder);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .map(ProcessHandle::pid)
                .toList();
    }
}
