package io.automationhub.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What code inside a container can do, tried from the inside. */
class ContainerPolicyIT {

    @RegisterExtension
    static final TestEngine TEST = new TestEngine();

    private static final String PROBE = "grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status; "
            + "mount -t tmpfs none /mnt 2>/dev/null && echo MOUNTED; "
            + "mknod /dev/hubdisk b 8 0 2>/dev/null && echo DEVICE; "
            + "chroot / /bin/true 2>/dev/null && echo CHROOT; "
            + "[ -S /var/run/docker.sock ] && echo SOCKET; exit 0";

    /** What a container with docker's defaults and no more could do beyond ours. */
    private static final List<String> FORBIDDEN = List.of("MOUNTED", "DEVICE", "CHROOT", "SOCKET", "NoNewPrivs:\t0");

    @BeforeAll
    static void prepare() throws InterruptedException {
        TEST.prepared();
    }

    @Test
    void codeInsideHasNoPowersOverTheHost() {
        ContainerInfo info = TEST.engine.containers().createOrFind(TEST.spec(TEST.name("probe"), PROBE));
        List<String> said = run(info.id());
        assertThat(breaches(said)).isEmpty();
        assertThat(said).contains("NoNewPrivs:\t1", "CapBnd:\t00000000000004fb");
    }

    @Test
    void theSameProbeFindsAWeakContainer() throws IOException, InterruptedException {
        String name = TEST.name("weak");
        Process weak = new ProcessBuilder(
                        "docker",
                        "create",
                        "--cap-add=SYS_ADMIN",
                        "--security-opt=apparmor=unconfined",
                        "--security-opt=seccomp=unconfined",
                        "--name",
                        name,
                        "--label",
                        Labels.ENVIRONMENT + "=" + TEST.environment,
                        TestEngine.BUSYBOX,
                        "/bin/sh",
                        "-c",
                        PROBE)
                .redirectErrorStream(true)
                .start();
        assertThat(weak.waitFor()).isZero();
        assertThat(breaches(run(name))).contains("DEVICE", "CHROOT");
    }

    @Test
    void memoryAndProcessesAreLimited() {
        ContainerInfo memory = TEST.engine
                .containers()
                .createOrFind(TEST.spec(TEST.name("memory"), "dd if=/dev/zero of=/dev/null bs=64M count=1"));
        run(memory.id());
        assertThat(TEST.engine.containers().get(memory.id()).exitCode()).isNotZero();
        ContainerInfo pids = TEST.engine.containers().createOrFind(TEST.spec(TEST.name("pids"), "ulimit -a; sleep 30"));
        TEST.engine.containers().start(pids.id());
        assertThat(TEST.engine.containers().stats(pids.id()).memoryLimitBytes()).isEqualTo(32L << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "none",
                "bridge",
                "default",
                "container:abc",
                "-x",
                "a\nb",
                "../x",
                "A",
                "",
                "a b",
                "a\0b"
            })
    void noOtherNetworkThanTheEnvironmentsOwn(String network) {
        ContainerSpec good = TEST.spec(TEST.name("net"), "true");
        refused(new ContainerSpec(
                good.name(), good.image(), null, Map.of(), good.labels(), network, Map.of(), 32, 1, false));
    }

    @Test
    void withoutANetworkThereIsOnlyLoopback() {
        ContainerSpec good = TEST.spec(TEST.name("alone"), "ls /sys/class/net; cat /proc/net/route | wc -l");
        ContainerInfo alone = TEST.engine.containers().createOrFind(limited(good, null, 64, "/work"));
        assertThat(run(alone.id())).contains("lo", "1").noneMatch(line -> line.startsWith("eth"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4097})
    void processesAreLimitedToSomeNumber(int pids) {
        refused(limited(TEST.spec(TEST.name("crowd"), "true"), null, pids, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/sys/x", "../work", "work", "/a/../b", ""})
    void aProgramBeginsInAnOrdinaryFolder(String folder) {
        refused(limited(TEST.spec(TEST.name("folder"), "true"), null, 64, folder));
    }

    private static ContainerSpec limited(
            ContainerSpec spec, @Nullable String network, int pids, @Nullable String folder) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.program(),
                spec.command(),
                spec.variables(),
                spec.labels(),
                network,
                spec.volumes(),
                spec.memoryMb(),
                spec.cpus(),
                spec.restart(),
                pids,
                folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/var/run/docker.sock", "/", "/etc", "../data", "-v", "a:b", "a\n", "data/../../x", "", "A B"})
    void onlyNamedVolumesAreMounted(String source) {
        ContainerSpec good = TEST.spec(TEST.name("vol"), "true");
        refused(new ContainerSpec(
                good.name(),
                good.image(),
                null,
                Map.of(),
                good.labels(),
                good.network(),
                Map.of(source, "/data"),
                32,
                1,
                false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc",
                "/proc/sys",
                "/sys",
                "/dev",
                "/",
                "data",
                "/a/../proc",
                "/a/./b",
                "/var/run/docker.sock",
                "/a b",
                "/a:b",
                "/a,b",
                "/a\n"
            })
    void volumesAreMountedOnlyWhereIsolationDoesNotRest(String path) {
        assertThatThrownBy(() -> Names.mountPath(path)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "a;b", "$(id)", "a b", "a\n", "a\0", "../a", "", "ä", "a/b"})
    void namesBeyondTheAllowListAreRefused(String name) {
        assertThatThrownBy(() -> Names.container(name)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Names.resource(name)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Names.identifier(name)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Names.variable(name)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-x", "http://a/b", "a b", "a\n", "../a", "", "A/b", "a:-b", "a@sha256:00", "sha256:zz", "a//b"})
    void imageReferencesBeyondTheGrammarAreRefused(String image) {
        assertThatThrownBy(() -> Names.image(image)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "busybox",
                "debian:bookworm-slim",
                "localhost:5000/a/b:1.2",
                "registry.example.com/team/app",
                "a__b/c-d.e"
            })
    void ordinaryImageReferencesPass(String image) {
        assertThat(Names.image(image)).isEqualTo(image);
    }

    @Test
    void limitsAreNotOptional() {
        ContainerSpec good = TEST.spec(TEST.name("limits"), "true");
        for (double cpus : new double[] {0, -1, Double.NaN, 1e9}) {
            refused(new ContainerSpec(
                    good.name(),
                    good.image(),
                    null,
                    Map.of(),
                    good.labels(),
                    good.network(),
                    Map.of(),
                    32,
                    cpus,
                    false));
        }
        for (int memory : new int[] {0, -1, 1, Integer.MAX_VALUE}) {
            refused(new ContainerSpec(
                    good.name(),
                    good.image(),
                    null,
                    Map.of(),
                    good.labels(),
                    good.network(),
                    Map.of(),
                    memory,
                    1,
                    false));
        }
    }

    @Test
    void variablesDoNotShowInTexts() {
        Map<String, String> variables = new TreeMap<>(Map.of("TOKEN", "canary-4711"));
        ContainerSpec good = TEST.spec(TEST.name("env"), "true");
        ContainerSpec spec = new ContainerSpec(
                good.name(), good.image(), null, variables, good.labels(), good.network(), Map.of(), 32, 1, false);
        assertThat(spec.toString()).doesNotContain("canary").contains("TOKEN");
        assertThatThrownBy(() -> Names.variableValue("TOKEN", "canary\0")).hasMessageNotContaining("canary");
    }

    private static void refused(ContainerSpec spec) {
        assertThatThrownBy(() -> TEST.engine.containers().createOrFind(spec))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
        assertThat(TEST.engine.containers().find(spec.name())).isEmpty();
    }

    private static List<String> run(String container) {
        TEST.engine.containers().start(container);
        Awaitility.await().until(() -> !TEST.engine.containers().get(container).running());
        return TEST.engine.logs().tail(container, 100).stream()
                .map(LogLine::text)
                .toList();
    }

    private static List<String> breaches(List<String> said) {
        return FORBIDDEN.stream().filter(said::contains).toList();
    }
}
