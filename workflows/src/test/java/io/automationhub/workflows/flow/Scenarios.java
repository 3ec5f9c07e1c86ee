package io.automationhub.workflows.flow;

import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The runs whose histories are kept and replayed in every build. */
final class Scenarios {

    /** Brings about one run; the run whose history is kept. */
    interface Scenario {
        RunId play(FlowFixture flow) throws InterruptedException;
    }

    private static final String GROUP = """
            name: p
            concurrency: { group: g, onConflict: supersede }
            steps: [ { id: a, uses: test/long, if: inputs.block == true, compensate: { uses: test/brief } } ]
            """;

    private Scenarios() {}

    static Map<String, Scenario> all() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put("sequential", flow -> ended(flow, """
                name: p
                mode: sequential
                steps: [ { id: a, uses: test/brief }, { id: b, uses: test/long }, { id: c, uses: test/host } ]
                outputs: { x: '${{ steps.c.output }}' }
                """));
        all.put("diamond", flow -> ended(flow, """
                name: p
                timeout: 1h
                steps:
                  - { id: a, uses: test/brief }
                  - { id: b, uses: test/long, needs: a }
                  - { id: c, uses: test/host, needs: a }
                  - { id: d, uses: test/brief, needs: [b, c] }
                  - { id: e, uses: test/brief, needs: d, if: failure() }
                """));
        all.put("compensation", flow -> {
            flow.capabilities.fails("c", ProblemType.UPSTREAM_FAILED);
            return ended(flow, """
                    name: p
                    mode: sequential
                    steps:
                      - { id: a, uses: test/brief, compensate: { uses: test/long } }
                      - { id: b, uses: test/long, compensate: { uses: test/brief } }
                      - { id: c, uses: test/brief, retry: { maxAttempts: 2 } }
                    """);
        });
        all.put("cancel", Scenarios::canceled);
        all.put("forEach", flow -> ended(flow, """
                name: p
                steps:
                  - { id: a, uses: test/long, forEach: { items: [1, 2, 3, 4, 5], maxParallel: 2 }, with: { v: '${{ item }}' } }
                  - { id: b, uses: test/brief, needs: a, repeat: { until: 'turn == 3', every: 5s } }
                """));
        all.put("handlers", flow -> {
            flow.capabilities.fails("a", ProblemType.BUILD_FAILED);
            return ended(flow, """
                    name: p
                    steps:
                      - { id: a, uses: test/long, onError: { steps: [ { id: h, uses: test/brief } ] } }
                      - { id: b, uses: test/brief, needs: a }
                    """);
        });
        all.put("flow-steps", flow -> {
            RunId run = flow.start(
                    """
                    name: p
                    steps:
                      - { id: a, uses: flow/wait, with: { duration: 1h } }
                      - { id: b, uses: flow/transform, needs: a, forEach: { items: '${{ inputs.items }}' }, with: { value: '${{ item }}' } }
                      - { id: c, uses: flow/switch, needs: b, with: { cases: [ { case: many, when: '${{ steps.b.output.size() > 2 }}' } ] } }
                      - { id: d, uses: flow/fail, needs: c, with: { message: no }, onError: { steps: [ { id: h, uses: test/brief } ] } }
                    """, "{ items: " + IntStream.range(0, 300).boxed().toList() + " }");
            flow.await(run);
            return run;
        });
        all.put("waits", flow -> {
            RunId run = flow.start("""
                    name: p
                    steps:
                      - { id: a, uses: flow/approval, with: { expires: { after: 1h } } }
                      - { id: e, uses: flow/wait, with: { event: { topic: x.y }, timeout: 1h }, onError: { continue: true } }
                      - { id: b, uses: test/brief, needs: [a, e] }
                    """, "{}");
            flow.running(run).pause();
            flow.waits.comes(flow, run, "a", "{ decision: approve, by: x }");
            flow.running(run).resume();
            flow.await(run);
            return run;
        });
        all.put("superseded", flow -> {
            CountDownLatch begun = flow.capabilities.blocks("a");
            RunId old = flow.start(GROUP, "{ block: true }");
            begun(begun);
            flow.run(GROUP);
            flow.await(old);
            return old;
        });
        return all;
    }

    private static RunId canceled(FlowFixture flow) throws InterruptedException {
        CountDownLatch begun = flow.capabilities.blocks("b");
        RunId run = flow.start("""
                name: p
                mode: sequential
                steps:
                  - { id: a, uses: test/brief, compensate: { uses: test/brief } }
                  - { id: b, uses: test/long }
                """, "{}");
        begun(begun);
        flow.running(run).cancel(new CancelRequest("x", false));
        flow.await(run);
        return run;
    }

    private static void begun(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the step did not begin");
        }
    }

    private static RunId ended(FlowFixture flow, String definition) {
        RunId run = flow.start(definition, "{}");
        flow.await(run);
        return run;
    }
}
