package io.automationhub.activities.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ProcessesIT {

    private final String marker = "test-" + UUID.randomUUID();
    private final Recorder recorder = new Recorder();

    @TempDir
    private Path directory;

    @AfterEach
    void nothingIsLeft() {
        assertThat(ProcessTree.marked(marker)).isEmpty();
    }

    @Test
    void passesArgumentsUntouchedAndReturnsTheExitCode() throws Exception {
        String nasty = "$(id) ; `id` | \"x\" 'y' * \\";
        assertThat(Processes.run(command("/usr/bin/printf", "%s\\n", nasty), recorder))
                .isZero();
        assertThat(recorder.output).containsExactly(nasty);
        assertThat(Processes.run(script("echo oops >&2; exit 7"), recorder)).isEqualTo(7);
        assertThat(recorder.error).containsExactly("oops");
    }

    @Test
    void inheritsNoVariableButThePath() throws Exception {
        Command command = command("/usr/bin/env");
        Processes.run(
                new Command(command.arguments(), directory, Map.of("GIVEN", "1"), marker, command.timeout(), 10_000),
                recorder);
        assertThat(recorder.output.stream().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyInAnyOrder("PATH", "LANG", "GIVEN", ProcessTree.MARKER);
    }

    @Test
    void deliversEveryLineInOrder() throws Exception {
        Processes.run(command("/usr/bin/seq", "1", "20000"), recorder);
        assertThat(recorder.output).hasSize(20_000);
        assertThat(recorder.output.getLast()).isEqualTo("20000");
    }

    @Test
    void aTimeoutKillsTheWholeTree() throws Exception {
        Command slow = new Command(family().arguments(), directory, Map.of(), marker, Duration.ofMillis(700), 10_000);
        assertThatThrownBy(() -> Processes.run(slow, recorder))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TIMEOUT));
    }

    @Test
    void cancellationKillsTheWholeTree() throws Exception {
        Command family = family();
        Watcher canceling = new Recorder() {
            @Override
            public void alive() {
                if (output.size() == 3) {
                    assertThat(ProcessTree.marked(marker)).hasSizeGreaterThanOrEqualTo(3);
                    throw new CancellationException("canceled");
                }
            }
        };
        assertThatThrownBy(() -> Processes.run(family, canceling)).isInstanceOf(CancellationException.class);
    }

    @Test
    void anInterruptKillsTheWholeTree() throws Exception {
        Command family = family();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                Processes.run(family, recorder);
            } catch (Exception e) {
                thrown.complete(e);
            }
        });
        await().until(() -> ProcessTree.marked(marker).size() >= 3);
        thread.interrupt();
        assertThat(thrown.join()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aChildLeftInTheBackgroundIsKilledWhenTheProgramEnds() throws Exception {
        long start = System.nanoTime();
        assertThat(Processes.run(script("sleep 60 &\necho done"), recorder)).isZero();
        assertThat(recorder.output).containsExactly("done");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void endlessOutputIsStopped() {
        assertThatThrownBy(() -> Processes.run(command("/usr/bin/yes"), recorder))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
    }

    @Test
    void aMissingProgramIsAProblem() {
        assertThatThrownBy(() -> Processes.run(command("/nonexistent/program", "secret"), recorder))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE);
                    assertThat(e.detail()).doesNotContain("secret");
                });
    }

    @Test
    void leftOversOfAnEarlierHubAreFoundByTheirMarker() throws Exception {
        ProcessBuilder marked = new ProcessBuilder("/usr/bin/setsid", "/bin/sleep", "60");
        marked.environment().put(ProcessTree.MARKER, marker);
        Process left = marked.start();
        await().until(() -> !ProcessTree.marked(marker).isEmpty());
        assertThat(ProcessTree.killMarked("another")).isZero();
        assertThat(ProcessTree.killMarked(marker)).isPositive();
        assertThat(left.waitFor()).isNotZero();
    }

    /** A program with a child, and a grandchild in a session of its own whose parent has ended. */
    private Command family() throws IOException {
        return script("""
                echo one
                ( setsid sleep 60 & echo two )
                sleep 60 &
                echo three
                wait
                """);
    }

    private Command script(String text) throws IOException {
        Path script = directory.resolve("script");
        Files.writeString(script, text);
        return command("/bin/sh", script.toString());
    }

    private Command command(String... arguments) {
        return new Command(List.of(arguments), directory, Map.of(), marker, Duration.ofSeconds(20), 1_000_000);
    }
}
