package io.automationhub.agents.apigateway;

import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Registered APIs in memory; a request waits once for as long as {@link #fullFor}. */
final class FakeApis implements ApiDirectory {

    final Map<String, RegisteredApi> apis = new ConcurrentHashMap<>();
    final AtomicInteger admitted = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    volatile Duration fullFor = Duration.ZERO;

    @Override
    public RegisteredApi find(WorkScope scope, String name) {
        RegisteredApi api = apis.get(name);
        if (api == null) {
            throw ProblemException.notFound("API", name);
        }
        return api;
    }

    @Override
    public Duration admit(WorkScope scope, RegisteredApi api) {
        Duration wait = fullFor;
        fullFor = Duration.ZERO;
        if (wait.isZero()) {
            admitted.incrementAndGet();
        }
        return wait;
    }

    @Override
    public void failed(WorkScope scope, RegisteredApi api) {
        failures.incrementAndGet();
    }
}
