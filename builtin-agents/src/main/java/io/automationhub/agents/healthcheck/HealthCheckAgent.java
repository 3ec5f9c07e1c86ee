package io.automationhub.agents.healthcheck;

import io.automationhub.activities.http.HttpAnswer;
import io.automationhub.activities.http.HttpCall;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.activities.http.OutgoingTcp;
import io.automationhub.activities.probe.HealthVerifier;
import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.pipeline.HealthCheck;
import io.automationhub.workflows.pipeline.InstanceInfo;
import io.automationhub.workflows.problem.ProblemCategory;
import io.automationhub.workflows.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verifies new instances of a release, and looks at any service from outside. */
public final class HealthCheckAgent extends TypedAgent {

    private static final long MAX_ANSWER = 1 << 20;

    record Verify(
            List<InstanceInfo> instances,
            HealthCheck healthCheck,
            @Nullable Integer port) {}

    record HttpLook(String url, @Nullable Integer expectStatus, double timeoutSeconds) {}

    record TcpLook(String host, int port, double timeoutSeconds) {}

    record Seen(boolean healthy, @Nullable Integer status, String result, double seconds) {}

    /** Looks at services of others only through the guarded ways out. */
    public HealthCheckAgent(HealthVerifier verifier, OutgoingHttp http, OutgoingTcp tcp) {
        super(
                "health-check",
                Handler.on(
                        "verify",
                        Verify.class,
                        HealthVerifier.Verified.class,
                        (input, context) -> verify(verifier, input, context)),
                Handler.on("http", HttpLook.class, Seen.class, (input, context) -> http(http, input)),
                Handler.on("tcp", TcpLook.class, Seen.class, (input, context) -> tcp(tcp, input)));
    }

    private static HealthVerifier.Verified verify(HealthVerifier verifier, Verify input, CapabilityContext context)
            throws InterruptedException {
        return verifier.verify(input.instances(), input.healthCheck(), new HealthVerifier.Watch() {
            @Override
            public void line(String text) {
                context.log(text);
            }

            @Override
            public void alive() {
                context.heartbeat(null);
            }
        });
    }

    private static Seen http(OutgoingHttp http, HttpLook input) {
        URI uri;
        try {
            uri = new URI(input.url());
        } catch (URISyntaxException e) {
            throw ProblemException.invalid("/url", "Must be a URL");
        }
        long start = System.nanoTime();
        return seen(start, () -> {
            HttpAnswer answer =
                    http.send(new HttpCall("GET", uri, Map.of(), null, seconds(input.timeoutSeconds()), MAX_ANSWER, 5));
            boolean healthy = input.expectStatus() == null
                    ? answer.status() >= 200 && answer.status() < 400
                    : answer.status() == input.expectStatus();
            return new Seen(healthy, answer.status(), "HTTP " + answer.status(), since(start));
        });
    }

    private static Seen tcp(OutgoingTcp tcp, TcpLook input) {
        long start = System.nanoTime();
        return seen(start, () -> {
            tcp.check(input.host(), input.port(), seconds(input.timeoutSeconds()));
            return new Seen(true, null, "listens on port " + input.port(), since(start));
        });
    }

    /** A service that is away is what was asked about; only a wrong question fails. */
    private static Seen seen(long start, java.util.function.Supplier<Seen> look) {
        try {
            return look.get();
        } catch (ProblemException e) {
            if (e.type().category() == ProblemCategory.CALLER) {
                throw e;
            }
            return new Seen(false, null, e.detail(), since(start));
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }

    private static double since(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }
}
