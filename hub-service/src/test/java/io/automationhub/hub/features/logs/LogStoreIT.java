package io.automationhub.hub.features.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class LogStoreIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final OrganizationId ORGANIZATION = Tenancy.DEFAULT_ORGANIZATION;

    @TempDir
    Path folder;

    private LogFixture logs;
    private RunId run;

    @BeforeEach
    void open() {
        logs = new LogFixture(DATABASE.database(), folder.resolve("spool"));
        run = new RunId(Ids.next());
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void stepsOfARunShareOneSequenceInTheOrderWritten() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            logs.line(ORGANIZATION, LogStream.ofStep(run, i % 2 == 0 ? "build" : "fetch"), "line " + i);
        }
        logs.flush();

        List<LogLine> lines = logs.all(ORGANIZATION, LogService.ofRun(run));
        assertThat(lines).extracting(LogLine::seq).containsExactlyElementsOf(numbers(1_000));
        assertThat(lines)
                .extracting(LogLine::text)
                .containsExactlyElementsOf(
                        IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList());
        assertThat(logs.all(ORGANIZATION, LogStream.ofStep(run, "fetch")))
                .hasSize(500)
                .allMatch(line -> "fetch".equals(line.step()));
    }

    @Test
    void aPageSaysWhereToReadOn() throws InterruptedException {
        for (int i = 1; i <= 250; i++) {
            logs.line(ORGANIZATION, LogStream.ofStep(run, "build"), "line " + i);
        }
        logs.flush();

        LogPage first = logs.service.read(ORGANIZATION, LogService.ofRun(run), 0, 100);
        LogPage last = logs.service.read(ORGANIZATION, LogService.ofRun(run), 200, 100);
        assertThat(first.lines()).hasSize(100);
        assertThat(first.cursor()).isEqualTo(100);
        assertThat(first.more()).isTrue();
        assertThat(last.lines()).hasSize(50);
        assertThat(last.more()).isFalse();
        assertThat(last.ended()).isFalse();
    }

    @Test
    void theTailIsTheLastLinesOfAStep() throws InterruptedException {
        for (int i = 1; i <= 3_000; i++) {
            logs.line(ORGANIZATION, LogStream.ofStep(run, i % 100 == 0 ? "rare" : "often"), "line " + i);
            if (i % 500 == 0) {
                logs.flush();
            }
        }
        logs.flush();

        assertThat(logs.service.tail(ORGANIZATION, LogStream.ofStep(run, "rare"), 3))
                .extracting(LogLine::text)
                .containsExactly("line 2800", "line 2900", "line 3000");
        assertThat(logs.service.tail(ORGANIZATION, LogService.ofRun(run), 2))
                .extracting(LogLine::seq)
                .containsExactly(2_999L, 3_000L);
        assertThat(logs.service.tail(ORGANIZATION, LogStream.ofStep(run, "never"), 2))
                .isEmpty();
    }

    @Test
    void anEndIsSeenOnceEverythingBeforeItIsStored() {
        logs.line(ORGANIZATION, LogStream.ofStep(run, "build"), "the only line");
        logs.store.close(ORGANIZATION, LogStream.ofStep(run, "build"));

        await().untilAsserted(() -> {
            LogPage page = logs.service.read(ORGANIZATION, LogStream.ofStep(run, "build"), 0, 10);
            assertThat(page.ended()).isTrue();
            assertThat(page.lines()).hasSize(1);
        });
        assertThat(logs.service.read(ORGANIZATION, LogService.ofRun(run), 0, 10).ended())
                .isFalse();

        logs.store.close(ORGANIZATION, LogService.ofRun(run));
        await().untilAsserted(() -> assertThat(logs.service
                        .read(ORGANIZATION, LogService.ofRun(run), 0, 10)
                        .ended())
                .isTrue());

        logs.service.reopen(ORGANIZATION, LogService.ofRun(run));
        assertThat(logs.service.read(ORGANIZATION, LogService.ofRun(run), 0, 10).ended())
                .isFalse();
    }

    @Test
    void anotherOrganizationSeesNothing() throws InterruptedException {
        OrganizationId other =
                DATABASE.organization("other-" + run.value().toString().substring(24));
        logs.line(ORGANIZATION, LogStream.ofStep(run, "build"), "ours");
        logs.flush();

        assertThat(logs.all(other, LogService.ofRun(run))).isEmpty();
        assertThat(logs.service.tail(other, LogService.ofRun(run), 10)).isEmpty();
        // The control: without the wall the row is there to be seen.
        assertThat(logs.all(ORGANIZATION, LogService.ofRun(run))).hasSize(1);
    }

    @Test
    void hostileTextIsStoredSafely() throws InterruptedException {
        LogStream stream = LogStream.ofStep(run, "build");
        logs.line(ORGANIZATION, stream, "a\0b\uD800c");
        logs.line(ORGANIZATION, stream, "\u001b]8;;https://example.org\u0007link\u001b[31m");
        logs.line(ORGANIZATION, stream, "two\r\nlines\r");
        logs.line(ORGANIZATION, stream, "é".repeat(100_000));
        logs.line(ORGANIZATION, stream, "");
        logs.line(ORGANIZATION, LogStream.of("run/" + run + "/a\0b\nc"), "odd step");
        logs.flush();

        List<LogLine> lines = logs.all(ORGANIZATION, LogService.ofRun(run));
        assertThat(lines.subList(0, 4))
                .extracting(LogLine::text)
                .containsExactly("ab\uFFFDc", "\u001b]8;;https://example.org\u0007link\u001b[31m", "two", "lines");
        assertThat(lines.get(4).text()).hasSizeLessThan(33_000).endsWith("ééé …[134464 bytes cut]");
        assertThat(lines.get(5).text()).isEmpty();
        assertThat(lines.get(6).step()).isEqualTo("a_b_c");
    }

    @Test
    void aRunThatWritesTooMuchIsCutOffWithAMarker() throws InterruptedException {
        LogSettings small =
                new LogSettings(Duration.ofMillis(5), 4_096, 1 << 20, 1 << 20, 20_000, Duration.ofMillis(100));
        try (LogFixture bounded =
                new LogFixture(DATABASE.database(), folder.resolve("bounded"), small, UnaryOperator.identity())) {
            for (int i = 0; i < 1_000; i++) {
                bounded.line(ORGANIZATION, LogStream.ofStep(run, "build"), "x".repeat(100));
            }
            bounded.flush();

            List<LogLine> lines = bounded.all(ORGANIZATION, LogService.ofRun(run));
            // 198 lines of 101 bytes are within the limit; the chunk that crosses it is kept as a whole, and the
            // marker.
            assertThat(lines).hasSizeBetween(199, 198 + 41 + 1);
            assertThat(lines.getLast().text()).contains("reached its limit of 20000 bytes");
            assertThat(lines).extracting(LogLine::seq).containsExactlyElementsOf(numbers(lines.size()));
        }
    }

    @Test
    void tenThousandLinesASecondAreCheap() throws InterruptedException {
        int count = 30_000;
        LogStream stream = LogStream.ofStep(run, "build");
        long commits = commits();
        for (int i = 0; i < count; i++) {
            String text =
                    "[INFO] Compiling " + i + " source files with javac [debug release 25] to target/classes/" + i % 97;
            logs.store.line(WorkScope.of(ORGANIZATION), stream, Instant.now(), text);
        }
        logs.flush();

        double commitsPerThousand = (commits() - commits) * 1000.0 / count;
        long stored = DATABASE.superuser()
                .withHandle(
                        handle -> handle.createQuery("select sum(length(data)) from log_chunks where stream = :stream")
                                .bind("stream", "run/" + run)
                                .mapTo(Long.class)
                                .one());
        System.out.printf(
                "logs: %.1f bytes stored a line, %.1f commits per 1,000 lines%n",
                stored / (double) count, commitsPerThousand);
        assertThat(logs.service
                        .tail(ORGANIZATION, LogService.ofRun(run), 1)
                        .getFirst()
                        .seq())
                .isEqualTo(count);
        assertThat(stored / count).isLessThan(30);
        assertThat(commitsPerThousand).isLessThan(20);
    }

    @Test
    void flushedMeansStoredWhileOthersWriteOn() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        LogStream mine = LogStream.ofStep(run, "mine");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int writer = 0; writer < 2; writer++) {
                    threads.execute(() -> {
                        while (!enough.get()) {
                            logs.line(ORGANIZATION, LogStream.ofStep(run, "others"), "line");
                            LockSupport.parkNanos(50_000);
                        }
                    });
                }
                for (int i = 1; i <= 10; i++) {
                    logs.line(ORGANIZATION, mine, "line " + i);
                    logs.flush();
                    assertThat(logs.service.tail(ORGANIZATION, mine, 1))
                            .extracting(LogLine::text)
                            .containsExactly("line " + i);
                }
            } finally {
                enough.set(true);
            }
        }
    }

    private static long commits() {
        return DATABASE.superuser().withHandle(handle -> {
            handle.execute("select pg_stat_clear_snapshot()");
            return handle.createQuery("select xact_commit from pg_stat_database where datname = current_database()")
                    .mapTo(Long.class)
                    .one();
        });
    }

    private static List<Long> numbers(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
