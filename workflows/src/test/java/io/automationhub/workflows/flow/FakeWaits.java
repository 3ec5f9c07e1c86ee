package io.automationhub.workflows.flow;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps waits in memory, as the hub does in its database; keys are given without the run. */
final class FakeWaits implements WaitActivities {

    private final Map<String, Wait> open = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> arrived = new ConcurrentHashMap<>();
    private final Map<String, ProblemException> refused = new ConcurrentHashMap<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Override
    public @Nullable JsonNode open(Wait wait) {
        String key = local(wait.call().run(), wait.call().key());
        ProblemException refusal = refused.get(key);
        if (refusal != null) {
            Problem problem = Problem.of(refusal);
            throw ApplicationFailure.newNonRetryableFailure(
                    problem.detail(), problem.type().slug(), problem);
        }
        open.put(key, wait);
        return arrived.get(key);
    }

    @Override
    public @Nullable JsonNode close(WaitEnd end) {
        String key = local(end.run(), end.key());
        open.remove(key);
        closed.add(key);
        return arrived.get(key);
    }

    /** The next wait under a key is refused. */
    void refuses(String key, ProblemException refusal) {
        refused.put(key, refusal);
    }

    /** Something comes that nobody tells the run of; whoever opens or closes the wait is told. */
    void comesUnheard(String key, String payload) {
        arrived.put(key, FlowFixture.json(payload));
    }

    /** Something comes for a wait, which is waited for. */
    void comes(FlowFixture flow, RunId run, String key, String payload) {
        opened(key);
        flow.running(run).arrived(new Arrival(run + "/" + key, FlowFixture.json(payload)));
    }

    /** Waits until a wait was opened. */
    Wait opened(String key) {
        return await().until(() -> open.get(key), wait -> wait != null);
    }

    /** Keys of waits that were closed with nothing heard of. */
    List<String> closed() {
        return closed;
    }

    private static String local(RunId run, String key) {
        return key.substring(run.toString().length() + 1);
    }
}
