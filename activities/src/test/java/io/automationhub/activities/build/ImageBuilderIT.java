package io.automationhub.activities.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.activities.docker.Labels;
import io.automationhub.activities.docker.TestEngine;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageBuilderIT {

    @RegisterExtension
    static final TestEngine TEST = new TestEngine();

    private static final String REPOSITORY = ImageBuilder.repository("it" + TEST.environment.substring(0, 8));

    @TempDir
    Path checkout;

    private final ImageBuilder builder = new ImageBuilder(TEST.engine, "default", BuildContext.Limits.DEFAULT);

    /** Keeps the output and cancels when a line is seen. */
    private static final class Recorder implements Progress {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private volatile String cancelAt = "\0";

        @Override
        public void line(String line) {
            lines.add(line);
        }

        @Override
        public void alive() {
            if (lines.stream().anyMatch(line -> line.contains(cancelAt))) {
                throw new CancellationException();
            }
        }
    }

    @BeforeAll
    static void prepare() throws InterruptedException {
        TEST.prepared();
    }

    @AfterAll
    static void removeImages() {
        TEST.engine.images().prune(labels(), List.of(), "never-", java.time.Duration.ZERO);
    }

    private static Map<String, String> labels() {
        return Labels.managed().with(Labels.PROJECT, TEST.environment).toMap();
    }

    private BuildInput input(String dockerfile, int memoryMb) throws IOException {
        Files.writeString(checkout.resolve("Dockerfile"), dockerfile);
        return new BuildInput(
                checkout,
                ".",
                "Dockerfile",
                Map.of("GREETING", "hello"),
                null,
                memoryMb,
                1,
                REPOSITORY,
                "abc",
                labels());
    }

    @Test
    void buildsWithArgumentsLabelsAndATagAndIsQuickTheSecondTime() throws IOException, InterruptedException {
        BuildInput input =
                input("FROM hub-test/busybox:1\nARG GREETING\nRUN echo said $GREETING && sleep 1\nCOPY . /src\n", 128);
        Recorder first = new Recorder();
        BuiltImage built = builder.build(input, first);
        assertThat(first.lines).contains("said hello");
        assertThat(built.image()).startsWith("sha256:");
        assertThat(built.sizeBytes()).isPositive();
        assertThat(TEST.engine.images().find(REPOSITORY + ":abc").orElseThrow().id())
                .isEqualTo(built.image());
        assertThat(TEST.engine.images().find(built.image()).orElseThrow().labels())
                .containsAllEntriesOf(labels());

        Recorder second = new Recorder();
        BuiltImage again = builder.build(input, second);
        assertThat(again.image()).isEqualTo(built.image());
        assertThat(second.lines).contains(" ---> Using cache").doesNotContain("said hello");
        assertThat(again.durationMs()).isLessThan(1000);
    }

    @Test
    void theImageHoldsNothingOfTheLabelsDockerfile() throws IOException, InterruptedException {
        Files.writeString(checkout.resolve("page"), "one");
        String dockerfile = "FROM hub-test/busybox:1\nCOPY . /src\nRUN echo files: $(ls -A /src)\n";
        Recorder without = new Recorder();
        builder.build(input(dockerfile, 128), without);
        assertThat(without.lines).contains("files: Dockerfile page");

        Files.writeString(checkout.resolve(".dockerignore"), "Dockerfile\n");
        Recorder with = new Recorder();
        builder.build(input(dockerfile, 128), with);
        assertThat(with.lines).contains("files: .dockerignore page");
    }

    @Test
    void labelsAreTheHubsWhateverTheDockerfileSays() throws IOException, InterruptedException {
        BuildInput input = input(
                "FROM hub-test/busybox:1\nARG GREETING\nLABEL io.automationhub.managed=$GREETING other=kept\n", 128);
        String image = builder.build(input, new Recorder()).image();
        assertThat(TEST.engine.images().find(image).orElseThrow().labels())
                .containsAllEntriesOf(labels())
                .containsEntry("other", "kept");
    }

    @Test
    void namelessImagesStayWhileABuildRuns() throws IOException, InterruptedException {
        builder.build(input("FROM hub-test/busybox:1\nRUN echo nameless > /n\n", 128), new Recorder());
        String left =
                TEST.engine.images().find(REPOSITORY + ":abc").orElseThrow().id();
        builder.build(input("FROM hub-test/busybox:1\nRUN echo named > /n\n", 128), new Recorder());
        Lock building = TEST.engine.images().building();
        building.lock();
        try {
            TEST.engine.images().prune(labels(), List.of(), "never-", java.time.Duration.ZERO);
            assertThat(TEST.engine.images().find(left)).isPresent();
        } finally {
            building.unlock();
        }
        TEST.engine.images().prune(labels(), List.of(), "never-", java.time.Duration.ZERO);
        assertThat(TEST.engine.images().find(left)).isEmpty();
    }

    @Test
    void aFailureCarriesTheLastLines() throws IOException {
        BuildInput input = input("FROM hub-test/busybox:1\nRUN echo so far so good; exit 3\n", 128);
        assertThatThrownBy(() -> builder.build(input, new Recorder()))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(ProblemType.BUILD_FAILED);
                    assertThat(e.detail()).contains("returned a non-zero code: 3");
                    assertThat(String.valueOf(e.evidence())).contains("so far so good");
                });
    }

    @Test
    void aCanceledBuildLeavesNothingRunning() throws IOException {
        String mark = "hub-test-cancel-" + TEST.environment;
        BuildInput input = input("FROM hub-test/busybox:1\nRUN echo begun " + mark + "; sleep 3600\n", 128);
        Recorder recorder = new Recorder();
        recorder.cancelAt = "begun " + mark;
        assertThatThrownBy(() -> builder.build(input, recorder)).isInstanceOf(CancellationException.class);
        Awaitility.await().untilAsserted(() -> assertThat(processes()).noneMatch(line -> line.contains(mark)));
        String step = recorder.lines.stream()
                .filter(line -> line.contains("Running in"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*Running in ", "");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(TEST.engine.containers().find(step)).isEmpty());
    }

    @Test
    void aBuildCannotTakeMoreMemoryThanItsLimit() throws IOException, InterruptedException {
        String dockerfile = "FROM hub-test/busybox:1\nRUN dd if=/dev/zero of=/dev/null bs=%sM count=1 && echo got %s\n";
        assertThatThrownBy(() -> builder.build(input(dockerfile.formatted(256, "it"), 64), new Recorder()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.BUILD_FAILED));
        Recorder enough = new Recorder();
        builder.build(input(dockerfile.formatted(256, "enough " + TEST.environment), 512), enough);
        assertThat(enough.lines).anyMatch(line -> line.contains("got enough") && !line.startsWith("Step"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY page /page\nEXPOSE 8080 9/udp\nSTOPSIGNAL SIGQUIT\nCMD [\"/bin/sh\", \"-c\", \"$A\"]\n",
                "CMD one\nCOPY page /page\nRUN echo x > /x\nENTRYPOINT [\"/bin/echo\"]\n",
                "CMD one\nCOPY page /page\nENTRYPOINT two\nCMD three\nUSER 7\nWORKDIR /w\n",
                "COPY page /page\nENTRYPOINT [\"/x\"]\n",
                "ENTRYPOINT [\"/bin/echo\"]\nADD page /page\nCMD four $HOME\nHEALTHCHECK --interval=7s CMD true\n",
                "COPY page /page\nENV A=1\nEXPOSE $GREETING\nEXPOSE 81\nHEALTHCHECK NONE\nVOLUME /v\n",
            })
    void theImageIsThatOfTheDockerfileAsItWasWritten(String rest) throws IOException, InterruptedException {
        Files.writeString(checkout.resolve("page"), "one");
        String base = "FROM scratch\nCOPY busybox /bin/busybox\nCMD [\"inherited\"]\nENTRYPOINT [\"/in\"]\n";
        TEST.build(
                Map.of("Dockerfile", base.getBytes(UTF_8), "busybox", "x".getBytes(UTF_8)),
                REPOSITORY + ":base",
                labels());
        String from = rest.contains("RUN") ? TestEngine.BUSYBOX : REPOSITORY + ":base";
        String dockerfile = "FROM " + from + "\nARG GREETING=80\n" + rest;
        String written = TEST.build(
                Map.of("Dockerfile", dockerfile.getBytes(UTF_8), "page", "one".getBytes(UTF_8)),
                REPOSITORY + ":written",
                labels());
        BuildInput input = input(dockerfile, 128);
        BuildInput asWritten = new BuildInput(
                checkout, ".", "Dockerfile", Map.of(), null, 128, 1, input.repository(), "abc", labels());
        String built = builder.build(asWritten, new Recorder()).image();
        assertThat(TEST.config(built)).isEqualTo(TEST.config(written)).isNotEmpty();
    }

    @Test
    void labelsAndSettingsAreNotMadeAnewWhenTheSourceChanges() throws IOException, InterruptedException {
        String dockerfile = "FROM hub-test/busybox:1\nCOPY page /page\nEXPOSE 80\nCMD [\"x\"]\n";
        Files.writeString(checkout.resolve("page"), "one");
        builder.build(input(dockerfile, 128), new Recorder());
        Files.writeString(checkout.resolve("page"), "two");
        Recorder changed = new Recorder();
        builder.build(input(dockerfile, 128), changed);
        assertThat(changed.lines).anyMatch(line -> line.startsWith("Step 2/5 : LABEL "));
        assertThat(changed.lines.stream().filter(" ---> Using cache"::equals)).hasSize(3);
        assertThat(changed.lines).anyMatch(line -> line.startsWith("Step 5/5 : COPY page"));
    }

    @Test
    void argumentsThatAreNoVariablesAreRefused() throws IOException {
        BuildInput good = input("FROM hub-test/busybox:1\n", 128);
        for (String name : List.of("-x", "a b", "A=B", "", "a\nb")) {
            BuildInput bad = new BuildInput(
                    checkout, ".", "Dockerfile", Map.of(name, "x"), null, 128, 1, good.repository(), "abc", Map.of());
            assertThatThrownBy(() -> builder.build(bad, new Recorder())).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> new ImageBuilder(TEST.engine, "container:x", BuildContext.Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anImageThatIsThereIsNotPulled() throws InterruptedException {
        assertThat(builder.pull(TestEngine.BUSYBOX, new Recorder()).id()).startsWith("sha256:");
        assertThatThrownBy(() -> builder.pull("127.0.0.1:1/no/such:1", new Recorder()))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void pruningSparesKeptUsedAndPinnedImages() throws IOException, InterruptedException {
        String kept = builder.build(input("FROM hub-test/busybox:1\nRUN echo 1 > /n\n", 128), new Recorder())
                .image();
        String pinned = builder.build(input("FROM hub-test/busybox:1\nRUN echo 2 > /n\n", 128), new Recorder())
                .image();
        TEST.engine.images().tag(pinned, REPOSITORY, "env-1");
        String old = builder.build(input("FROM hub-test/busybox:1\nRUN echo 3 > /n\n", 128), new Recorder())
                .image();
        TEST.engine.images().prune(labels(), List.of(kept), "env-", java.time.Duration.ZERO);
        assertThat(TEST.engine.images().find(old)).isEmpty();
        assertThat(TEST.engine.images().find(pinned)).isPresent();
        assertThat(TEST.engine.images().find(TestEngine.BUSYBOX)).isPresent();
    }

    private static List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .toList();
    }
}
