package io.automationhub.workflows.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever the graph and whatever fails, some things hold. */
class FlowPropertyTest {

    private static final FlowFixture FLOW = new FlowFixture();

    @AfterContainer
    static void close() {
        FLOW.close();
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void everyRunKeepsTheInvariants(@ForAll long seed) throws InterruptedException {
        Random random = new Random(seed);
        Graph graph = Graph.random(random);
        boolean cancel = random.nextInt(4) == 0;
        CountDownLatch begun = new CountDownLatch(1);
        for (Node node : graph.nodes()) {
            if (cancel && node.index() == 0) {
                begun = FLOW.capabilities.blocks(node.id());
            } else {
                FLOW.capabilities.on(node.id(), (call, attempt) -> {
                    if (node.fails()) {
                        throw new ProblemException(ProblemType.BUILD_FAILED, "no");
                    }
                    return call.input();
                });
            }
        }
        int before = FLOW.capabilities.calls().size();
        RunId run = FLOW.start(graph.text(), "{}");
        if (cancel) {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            // The test server refuses to cancel an activity that ends in the same moment: nothing else may be running.
            await().until(() -> FLOW.running(run).state().steps().stream()
                            .filter(step -> step.status() == StepStatus.RUNNING)
                            .count()
                    == 1);
            FLOW.running(run).cancel(new CancelRequest("x", false));
        }
        FlowState state = FLOW.await(run);
        assertThat(FLOW.capabilities.running()).isZero();
        assertThat(state.steps())
                .allSatisfy(step -> assertThat(step.status().isFinal()).isTrue());
        assertThat(state.status()).isEqualTo(cancel ? RunStatus.CANCELED : expected(state));
        needsAreHonoured(graph, state);
        undoneInReverse(
                state,
                FLOW.capabilities
                        .keys()
                        .subList(before, FLOW.capabilities.calls().size()));
    }

    private static RunStatus expected(FlowState state) {
        boolean bad = state.steps().stream().anyMatch(step -> step.status() == StepStatus.FAILED && !step.handled());
        return bad ? RunStatus.FAILED : RunStatus.SUCCEEDED;
    }

    private static void needsAreHonoured(Graph graph, FlowState state) {
        for (Node node : graph.nodes()) {
            StepState step = FlowFixture.step(state, node.id());
            Instant startedAt = step.startedAt();
            for (String need : node.needs()) {
                StepState needed = FlowFixture.step(state, need);
                if (startedAt != null) {
                    assertThat(startedAt).isAfterOrEqualTo(Objects.requireNonNull(needed.endedAt()));
                    boolean good = needed.handled()
                            || needed.status() == StepStatus.SUCCEEDED
                            || needed.status() == StepStatus.COMPENSATED;
                    assertThat(good || node.always()).isTrue();
                }
            }
        }
    }

    private static void undoneInReverse(FlowState state, List<String> keys) {
        List<String> undone = keys.stream()
                .filter(key -> key.endsWith("/compensate"))
                .map(key -> key.substring(0, key.indexOf('/')))
                .toList();
        assertThat(undone).doesNotHaveDuplicates();
        assertThat(undone)
                .containsExactlyInAnyOrderElementsOf(state.steps().stream()
                        .filter(step -> step.status() == StepStatus.COMPENSATED)
                        .map(StepState::id)
                        .toList());
        if (state.status() != RunStatus.SUCCEEDED) {
            assertThat(state.steps())
                    .filteredOn(step -> step.id().startsWith("u"))
                    .noneMatch(step -> step.status() == StepStatus.SUCCEEDED);
        }
        List<Instant> ends = new ArrayList<>();
        undone.forEach(id ->
                ends.add(Objects.requireNonNull(FlowFixture.step(state, id).endedAt())));
        List<Instant> sorted = new ArrayList<>(ends);
        sorted.sort(Collections.reverseOrder());
        assertThat(ends).isEqualTo(sorted);
    }

    /** A step of a random graph; those with compensation have an id that begins with u. */
    record Node(
            int index, String id, List<String> needs, boolean fails, boolean always, boolean handled, String uses) {}

    /** A random graph. */
    record Graph(List<Node> nodes) {

        static Graph random(Random random) {
            List<Node> nodes = new ArrayList<>();
            int size = 1 + random.nextInt(12);
            for (int i = 0; i < size; i++) {
                List<String> needs = new ArrayList<>();
                for (Node earlier : nodes) {
                    if (random.nextInt(3) == 0) {
                        needs.add(earlier.id());
                    }
                }
                String id = (i > 0 && random.nextBoolean() ? "u" : "s") + i;
                String uses = i > 0 && random.nextBoolean() ? "test/brief" : "test/long";
                nodes.add(new Node(
                        i, id, needs, random.nextInt(6) == 0, random.nextInt(5) == 0, random.nextInt(5) == 0, uses));
            }
            return new Graph(nodes);
        }

        String text() {
            StringBuilder text = new StringBuilder("name: p\nsteps:\n");
            for (Node node : nodes) {
                text.append("  - { id: ").append(node.id()).append(", uses: ").append(node.uses());
                text.append(", needs: ").append(node.needs());
                text.append(node.always() ? ", if: always()" : "");
                text.append(node.handled() ? ", onError: { continue: true }" : "");
                text.append(node.id().startsWith("u") ? ", compensate: { uses: test/brief }" : "");
                text.append(" }\n");
            }
            return text.toString();
        }
    }
}
