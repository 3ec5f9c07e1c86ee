package io.automationhub.workflows.flow;

import static io.automationhub.workflows.flow.FlowFixture.json;
import static io.automationhub.workflows.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automationhub.workflows.problem.ProblemType;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts, time limits, polling. */
class FlowRetryTest {

    private final FlowFixture flow = new FlowFixture();

    @AfterEach
    void close() {
        flow.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"brief", "long", "host"})
    void attemptsAreVisibleAndKeepTheirKey(String carrier) {
        FakeCapabilities where = carrier.equals("host") ? flow.onHost : flow.capabilities;
        where.failsTimes("a", 3, ProblemType.UPSTREAM_FAILED);
        FlowState state = flow.run("""
                name: p
                steps:
                  - { id: a, uses: test/%s, retry: { maxAttempts: 5, initialInterval: 10s, backoff: 3, maxInterval: 60s, on: [upstream] } }
                """.formatted(carrier));
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(where.keys()).containsExactly("a", "a", "a", "a");
        CallState call = Objects.requireNonNull(step(state, "a").call());
        assertThat(call.attemptCount()).isEqualTo(4);
        assertThat(call.attempts()).extracting(CallState.AttemptState::number).containsExactly(1, 2, 3, 4);
        assertThat(pause(call, 0)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
        assertThat(pause(call, 1)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
        assertThat(pause(call, 2)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test/brief | unavailable | 5",
                "test/brief | timeout | 1",
                "test/brief | build_failed | 1",
                "test/once | unavailable | 1",
                "test/brief, retry: { maxAttempts: 3 } | timeout | 3",
                "test/brief, retry: { maxAttempts: 3 } | build_failed | 1",
                "test/brief, retry: { maxAttempts: 3, on: [caller] } | build_failed | 3",
                "test/brief, retry: { maxAttempts: 3, on: [build_failed] } | unhealthy | 1",
                "test/brief, retry: { maxAttempts: 1 } | unavailable | 1",
            })
    void onlyWhatIsWorthItIsTriedAgain(String step, String problem, int attempts) {
        flow.capabilities.fails("a", ProblemType.of(problem));
        FlowState state = flow.run("name: p\nsteps: [ { id: a, uses: " + step + " } ]");
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(flow.capabilities.calls()).hasSize(attempts);
        assertThat(step(state, "a").error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.of(problem)));
    }

    @Test
    void aDefectIsReportedWithoutItsMessage() {
        flow.capabilities.on("a", (call, attempt) -> {
            throw new IllegalStateException("password=hunter2");
        });
        FlowState state = flow.run("name: p\nsteps: [ { id: a, uses: test/long } ]");
        assertThat(step(state, "a").error()).satisfies(e -> {
            assertThat(e.type()).isEqualTo(ProblemType.INTERNAL_ERROR);
            assertThat(e.detail()).doesNotContain("hunter2");
        });
        assertThat(flow.capabilities.calls()).hasSize(1);
    }

    @Test
    void aLostWorkerIsReplacedUnderTheSameKeyWithoutCountingAsAnAttempt() {
        flow.onHost.on("a", (call, attempt) -> {
            if (attempt < 3) {
                throw new LinkageError("the worker dies");
            }
            return call.input();
        });
        FlowState state = flow.run("name: p\nsteps: [ { id: a, uses: test/host, retry: { maxAttempts: 1 } } ]");
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(flow.onHost.keys()).containsExactly("a", "a", "a");
        assertThat(step(state, "a").call())
                .satisfies(call -> assertThat(call.attemptCount()).isEqualTo(1));
    }

    @Test
    void anOfflineHostIsWaitedFor() {
        var run = flow.start("name: p\nsteps: [ { id: a, uses: test/host, host: absent, timeout: 1m } ]", "{}");
        await().untilAsserted(() -> assertThat(flow.running(run).state().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.status()).isEqualTo(StepStatus.RUNNING)));
        flow.running(run).cancel(new CancelRequest("enough", false));
        assertThat(flow.await(run).status()).isEqualTo(RunStatus.CANCELED);
    }

    @Test
    void repeatPollsUntilTheConditionHolds() {
        flow.capabilities.on(
                "a", (call, attempt) -> json("{ n: " + flow.capabilities.calls().size() + " }"));
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: test/brief, repeat: { until: 'output.n >= 3 && turn == 3', every: 1m } } ]
                """);
        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(flow.capabilities.keys()).containsExactly("a/turn-1", "a/turn-2", "a/turn-3");
        assertThat(step(state, "a").output()).isEqualTo(json("{ n: 3 }"));
        assertThat(Duration.between(state.startedAt(), state.endedAt())).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void repeatGivesUp() {
        FlowState state = flow.run("""
                name: p
                steps: [ { id: a, uses: test/brief, repeat: { until: 'output.done', every: 1s, maxTimes: 4 } } ]
                """);
        assertThat(step(state, "a").error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.TIMEOUT));
        assertThat(flow.capabilities.calls()).hasSize(4);
    }

    @Test
    void aRunThatTakesTooLongIsStoppedAndUndone() {
        flow.capabilities.fails("b", ProblemType.UPSTREAM_FAILED);
        FlowState state = flow.run("""
                name: p
                timeout: 1h
                steps:
                  - { id: a, uses: test/brief, compensate: { uses: test/brief } }
                  - { id: b, uses: test/brief, needs: a, retry: { maxAttempts: 100, initialInterval: 10m, maxInterval: 10m } }
                  - { id: c, uses: test/brief, needs: b }
                """);
        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(state.error()).satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.TIMEOUT));
        assertThat(FlowFixture.status(state, "a")).isEqualTo(StepStatus.COMPENSATED);
        assertThat(FlowFixture.status(state, "b")).isEqualTo(StepStatus.CANCELED);
        assertThat(FlowFixture.status(state, "c")).isEqualTo(StepStatus.CANCELED);
        assertThat(Duration.between(state.startedAt(), state.endedAt()))
                .isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
    }

    private static Duration pause(CallState call, int after) {
        return Duration.between(
                Objects.requireNonNull(call.attempts().get(after).endedAt()),
                call.attempts().get(after + 1).startedAt());
    }
}
