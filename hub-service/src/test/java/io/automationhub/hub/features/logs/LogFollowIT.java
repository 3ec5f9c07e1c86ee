package io.automationhub.hub.features.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.database.DatabaseSettings;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.platform.realtime.Feed;
import io.automationhub.hub.platform.realtime.FeedItem;
import io.automationhub.hub.platform.realtime.FeedPage;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.hub.testing.WeakLink;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class LogFollowIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final OrganizationId ORGANIZATION = Tenancy.DEFAULT_ORGANIZATION;
    private static final int WRITERS = 20;
    private static final int LINES = 300;

    @TempDir
    Path folder;

    @Test
    void readersThatComeAgainMissAndRepeatNothing() throws Exception {
        RunId run = new RunId(Ids.next());
        // Two replicas write and read, each with its own pool, signals and buffers.
        try (Database second = DATABASE.replica();
                LogFixture here = new LogFixture(DATABASE.database(), folder.resolve("here"));
                LogFixture there = new LogFixture(second, folder.resolve("there"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                LogFixture at = i % 2 == 0 ? here : there;
                Random cuts = new Random(i);
                readers.add(threads.submit(() -> readWithCuts(at, LogService.ofRun(run), cuts)));
            }
            writeAll(run, threads, here, there);
            here.store.close(ORGANIZATION, LogService.ofRun(run));

            for (Future<List<Long>> reader : readers) {
                assertThat(reader.get()).containsExactlyElementsOf(numbers(WRITERS * LINES));
            }
            assertEveryWritersOrder(here.all(ORGANIZATION, LogService.ofRun(run)));
        }
    }

    @Test
    void aDatabaseThatGoesAwayLosesNothing() throws Exception {
        RunId run = new RunId(Ids.next());
        LogSettings small =
                new LogSettings(Duration.ofMillis(20), 2_048, 500, 1 << 20, 1 << 30, Duration.ofMillis(200));
        try (WeakLink link = new WeakLink(DATABASE.settings().port());
                Database database = behind(link);
                LogFixture logs = new LogFixture(database, folder.resolve("spool"), small, UnaryOperator.identity());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Long>> reader = threads.submit(() -> readWithCuts(logs, LogService.ofRun(run), new Random(7)));
            for (int i = 0; i < 3_000; i++) {
                if (i == 500 || i == 2_500) {
                    link.drop();
                }
                if (i == 1_000) {
                    link.cut();
                }
                if (i == 2_000) {
                    await().until(() -> holdsSomething(folder.resolve("spool")));
                    link.mend();
                }
                logs.line(ORGANIZATION, LogStream.ofStep(run, "step"), "0 " + i);
            }
            logs.flush();
            logs.store.close(ORGANIZATION, LogService.ofRun(run));

            assertThat(reader.get()).containsExactlyElementsOf(numbers(3_000));
            assertThat(logs.all(ORGANIZATION, LogService.ofRun(run)))
                    .extracting(LogLine::text)
                    .containsExactlyElementsOf(
                            LongStream.range(0, 3_000).mapToObj(i -> "0 " + i).toList());
            assertThat(folder.resolve("spool")).isEmptyDirectory();
        }
    }

    @Test
    void whatAStoppedHubCouldNotStoreTheNextOneDoes() throws Exception {
        RunId run = new RunId(Ids.next());
        try (WeakLink link = new WeakLink(DATABASE.settings().port());
                Database database = behind(link)) {
            LogFixture stopped = new LogFixture(database, folder.resolve("spool"));
            stopped.line(ORGANIZATION, LogStream.ofStep(run, "step"), "stored");
            stopped.flush();
            link.cut();
            stopped.line(ORGANIZATION, LogStream.ofStep(run, "step"), "kept back");
            stopped.close();
        }
        try (LogFixture next = new LogFixture(DATABASE.database(), folder.resolve("spool"))) {
            await().untilAsserted(() -> assertThat(next.all(ORGANIZATION, LogService.ofRun(run)))
                    .extracting(LogLine::text)
                    .containsExactly("stored", "kept back"));
        }
    }

    @Test
    void linesArriveAtAnotherReplica() throws Exception {
        RunId run = new RunId(Ids.next());
        try (Database second = DATABASE.replica();
                LogFixture here = new LogFixture(DATABASE.database(), folder.resolve("here"));
                LogFixture there = new LogFixture(second, folder.resolve("there"));
                Feed feed = there.service.follow(ORGANIZATION, LogService.ofRun(run), 0)) {
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                long written = System.nanoTime();
                here.line(ORGANIZATION, LogStream.ofStep(run, "step"), "line");
                assertThat(feed.next(Duration.ofSeconds(5)).items()).hasSize(1);
                millis.add((System.nanoTime() - written) / 1_000_000);
            }
            millis.sort(null);
            System.out.printf("logs: a line is at another replica's reader after %d ms (median)%n", millis.get(10));
        }
    }

    @Test
    void aSlowReaderHoldsOnePage() throws Exception {
        RunId run = new RunId(Ids.next());
        try (LogFixture logs = new LogFixture(DATABASE.database(), folder.resolve("spool"));
                Feed slow = logs.service.follow(ORGANIZATION, LogService.ofRun(run), 0)) {
            for (int i = 0; i < 5_000; i++) {
                logs.line(ORGANIZATION, LogStream.ofStep(run, "step"), "line");
            }
            logs.flush();
            long seen = 0;
            while (seen < 5_000) {
                List<FeedItem> items = slow.next(Duration.ofSeconds(5)).items();
                assertThat(items).hasSizeBetween(1, LogFeed.PAGE);
                assertThat(items.getFirst().id()).isEqualTo(Long.toString(seen + 1));
                seen += items.size();
            }
        }
    }

    private static Database behind(WeakLink link) throws SQLException {
        DatabaseSettings direct = DATABASE.settings();
        return Database.open(
                DatabaseSettings.of("127.0.0.1", link.port(), direct.database(), direct.user(), direct.password()),
                LogFixture.JSON);
    }

    private static void writeAll(RunId run, ExecutorService threads, LogFixture... replicas) throws Exception {
        Collection<Future<?>> writers = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            LogFixture at = replicas[w % replicas.length];
            writers.add(threads.submit(() -> {
                for (int i = 0; i < LINES; i++) {
                    at.line(ORGANIZATION, LogStream.ofStep(run, "step-" + writer), writer + " " + i);
                }
            }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        for (LogFixture replica : replicas) {
            replica.flush();
        }
    }

    /** The numbers a reader saw who left and came again at random. */
    private static List<Long> readWithCuts(LogFixture logs, LogStream stream, Random cuts) throws InterruptedException {
        List<Long> seen = new ArrayList<>();
        while (true) {
            long after = seen.isEmpty() ? 0 : seen.getLast();
            try (Feed feed = logs.service.follow(ORGANIZATION, stream, after)) {
                for (int pages = cuts.nextInt(5); pages >= 0; pages--) {
                    FeedPage page = feed.next(Duration.ofSeconds(20));
                    // Some of a page is lost on the way when the connection is cut.
                    int kept = pages > 0 || page.ended()
                            ? page.items().size()
                            : cuts.nextInt(page.items().size() + 1);
                    page.items().stream()
                            .limit(kept)
                            .map(FeedItem::id)
                            .map(Long::valueOf)
                            .forEach(seen::add);
                    if (page.ended()) {
                        return seen;
                    }
                }
            }
        }
    }

    private static void assertEveryWritersOrder(List<LogLine> lines) {
        Map<String, Integer> next = new HashMap<>();
        for (LogLine line : lines) {
            String[] parts = line.text().split(" ", -1);
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next.getOrDefault(parts[0], 0));
            next.put(parts[0], Integer.parseInt(parts[1]) + 1);
        }
        assertThat(next).hasSize(WRITERS);
    }

    private static List<Long> numbers(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    private static boolean holdsSomething(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }
}
