package io.automationhub.hub.features.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Tenancy;
import io.automationhub.hub.platform.realtime.Feed;
import io.automationhub.hub.platform.realtime.FeedItem;
import io.automationhub.hub.platform.realtime.FeedPage;
import io.automationhub.hub.testing.TestDatabase;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of lines while the secrets that must not be in them cannot be read. */
@Timeout(300)
final class LogMaskingIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final OrganizationId ORGANIZATION = Tenancy.DEFAULT_ORGANIZATION;

    @TempDir
    Path folder;

    private final RunId run = new RunId(Ids.next());
    private final LogStream step = LogStream.ofStep(run, "step");
    private final AtomicBoolean readable = new AtomicBoolean();

    @Test
    void linesWaitUnstoredWhileSecretsCannotBeRead() throws Exception {
        try (LogFixture logs = whileReadable()) {
            logs.line(ORGANIZATION, step, "my canary");
            assertThat(logs.store.flush(Duration.ofMillis(300))).isFalse();
            readable.set(true);
            logs.line(ORGANIZATION, step, "sings");
            logs.flush();

            assertThat(texts(logs)).containsExactly("my ***", "sings");
        }
    }

    @Test
    void anEndWaitsForTheLinesBeforeIt() throws Exception {
        try (LogFixture logs = whileReadable();
                Feed follower = logs.service.follow(ORGANIZATION, LogService.ofRun(run), 0)) {
            logs.line(ORGANIZATION, step, "the last canary");
            logs.store.close(ORGANIZATION, LogService.ofRun(run));
            assertThat(follower.next(Duration.ofSeconds(1))).isEqualTo(FeedPage.nothing());
            readable.set(true);

            List<FeedItem> seen = new ArrayList<>();
            FeedPage page;
            do {
                page = follower.next(Duration.ofSeconds(5));
                seen.addAll(page.items());
            } while (!page.ended());
            assertThat(seen)
                    .singleElement()
                    .satisfies(item -> assertThat(item.data()).contains("the last ***"));
        }
    }

    @Test
    void aWriterThatIsFasterThanTheFirstReadingOfSecretsLosesNothing() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        int count = 25_000;
        try (LogFixture logs =
                new LogFixture(
                        DATABASE.database(), folder.resolve("spool"), LogSettings.standard(), LogMaskingIT::masked) {
                    @Override
                    UnaryOperator<String> mask(OrganizationId organization, UnaryOperator<String> ready) {
                        try {
                            slow.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return ready;
                    }
                }) {
            Thread writer = Thread.ofPlatform()
                    .start(() -> IntStream.range(0, count).forEach(i -> logs.line(ORGANIZATION, step, "line " + i)));
            await().atMost(Duration.ofMinutes(1)).until(() -> writer.getState() == Thread.State.WAITING);
            slow.countDown();
            writer.join();
            logs.flush();

            assertThat(texts(logs))
                    .containsExactlyElementsOf(
                            IntStream.range(0, count).mapToObj(i -> "line " + i).toList());
        }
    }

    @Test
    void whatIsLostIsCountedInItsPlace() throws Exception {
        try (LogFixture logs = whileReadable()) {
            for (int i = 0; i < 10_005; i++) {
                logs.line(ORGANIZATION, step, "line " + i);
            }
            readable.set(true);
            logs.flush();
            logs.line(ORGANIZATION, step, "line after");
            logs.flush();

            List<String> texts = texts(logs);
            assertThat(texts).hasSize(10_002);
            assertThat(texts.subList(9_999, 10_002))
                    .containsExactly(
                            "line 9999", "[5 lines were lost here: the log store had no room for them]", "line after");
        }
    }

    @Test
    void onceReadTheSecretsAreHiddenThoughTheyCannotBeReadAgain() throws Exception {
        readable.set(true);
        try (LogFixture logs = whileReadable()) {
            logs.line(ORGANIZATION, step, "first canary");
            logs.flush();
            readable.set(false);
            // Past the second after which they would be read again.
            await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
            logs.line(ORGANIZATION, step, "second canary");
            logs.flush();

            assertThat(texts(logs)).containsExactly("first ***", "second ***");
        }
    }

    private static String masked(String text) {
        return text.replace("canary", "***");
    }

    private LogFixture whileReadable() {
        return new LogFixture(
                DATABASE.database(), folder.resolve("spool"), LogSettings.standard(), LogMaskingIT::masked) {
            @Override
            UnaryOperator<String> mask(OrganizationId organization, UnaryOperator<String> ready) {
                if (!readable.get()) {
                    throw new ProblemException(ProblemType.UNAVAILABLE, "The secrets are away");
                }
                return ready;
            }
        };
    }

    private List<String> texts(LogFixture logs) {
        return logs.all(ORGANIZATION, LogService.ofRun(run)).stream()
                .map(LogLine::text)
                .toList();
    }
}
