package io.automationhub.workflows.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.agent.CapabilityCall;
import io.automationhub.workflows.host.HostActivities;
import io.automationhub.workflows.problem.Problem;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what a test says for each step; a step it says nothing of answers with its input. */
final class FakeCapabilities implements HostActivities {

    /** What a step does. */
    interface Behaviour {
        JsonNode answer(CapabilityCall call, int attempt) throws InterruptedException;
    }

    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final List<CapabilityCall> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    void on(String step, Behaviour behaviour) {
        behaviours.put(step, behaviour);
    }

    Behaviour behaviour(String step) {
        return behaviours.getOrDefault(step, (call, attempt) -> call.input());
    }

    void onCompensate(String step, Behaviour behaviour) {
        behaviours.put(step + "/compensate", behaviour);
    }

    void fails(String step, ProblemType type) {
        on(step, (call, attempt) -> {
            throw new ProblemException(type, step + " failed");
        });
    }

    void failsTimes(String step, int times, ProblemType type) {
        on(step, (call, attempt) -> {
            if (attempt <= times) {
                throw new ProblemException(type, "attempt " + attempt);
            }
            return call.input();
        });
    }

    /** Runs until it is canceled; counts down when it has begun. */
    CountDownLatch blocks(String step) {
        CountDownLatch begun = new CountDownLatch(1);
        on(step, (call, attempt) -> {
            begun.countDown();
            CountDownLatch never = new CountDownLatch(1);
            while (!never.await(20, TimeUnit.MILLISECONDS)) {
                Activity.getExecutionContext().heartbeat(null);
            }
            return call.input();
        });
        return begun;
    }

    /** Keys in order of the calls. */
    List<String> keys() {
        return calls.stream()
                .map(call -> call.key().substring(call.run().toString().length() + 1))
                .toList();
    }

    List<CapabilityCall> calls() {
        return calls;
    }

    int mostRunning() {
        return mostRunning.get();
    }

    int running() {
        return running.get();
    }

    @Override
    public JsonNode invoke(CapabilityCall call) {
        calls.add(call);
        int attempt =
                attempts.computeIfAbsent(call.key(), key -> new AtomicInteger()).incrementAndGet();
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        boolean undoing = call.key().endsWith("/compensate");
        Behaviour behaviour =
                behaviours.getOrDefault(undoing ? call.step() + "/compensate" : call.step(), (c, n) -> c.input());
        try {
            return behaviour.answer(call, attempt);
        } catch (ProblemException e) {
            throw ApplicationFailure.newFailure(e.detail(), e.type().slug(), Problem.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Activity.wrap(e);
        } finally {
            running.decrementAndGet();
        }
    }
}
