package io.automationhub.agents.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.activities.http.HttpAnswer;
import io.automationhub.activities.http.HttpCall;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.agents.apigateway.Preparation.Prepared;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.definition.Durations;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Brings one call to its answer: attempts, the pauses a service or a quota asks for, and what a failure means. A request
 * that is not repeatable is sent again only where it is known that it did nothing.
 */
final class Exchange {

    private static final int REDIRECTS = 5;
    /** Times a service's wish to be left alone for a while is granted. */
    private static final int PATIENCE = 3;
    /** Kept of the step's time for what comes after the answer. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final Duration UNSAID = Duration.ofMinutes(10);
    private static final Duration BEAT = Duration.ofMillis(500);

    private final OutgoingHttp http;
    private final Preparation preparation;
    private final ApiDirectory apis;
    private final InstantSource clock;

    Exchange(OutgoingHttp http, Preparation preparation, ApiDirectory apis, InstantSource clock) {
        this.http = http;
        this.preparation = preparation;
        this.apis = apis;
        this.clock = clock;
    }

    Response run(Request in, CapabilityContext context) throws InterruptedException {
        return new Call(in, context).run();
    }

    /** What came of one attempt: an answer, or a problem and whether the service may have got the request. */
    private record Attempt(
            @Nullable Answer answer, @Nullable ProblemException problem, boolean sent) {}

    /** One call of the capability. */
    private final class Call {

        private final Request in;
        private final CapabilityContext context;
        private final @Nullable RegisteredApi api;
        private final RegisteredApi.Retries retries;
        private final Expectation expected;
        private final Duration each;
        private final long start = System.nanoTime();
        private final long deadline;
        private int attempts;
        private int granted;
        private boolean fresh;

        Call(Request in, CapabilityContext context) {
            this.in = in;
            this.context = context;
            this.api = preparation.api(in, context.call().scope());
            this.retries = api == null ? RegisteredApi.Retries.NONE : api.retries();
            this.expected = Expectation.of(in.expect());
            this.deadline =
                    start + context.timeLimit().orElse(UNSAID).minus(MARGIN).toNanos();
            this.each = in.timeout() == null
                    ? UNSAID
                    : Durations.parse(in.timeout())
                            .orElseThrow(() -> ProblemException.invalid("/timeout", "Must be a time such as 5s"));
        }

        Response run() throws InterruptedException {
            while (true) {
                admitted();
                Prepared prepared = preparation.prepare(in, api, context, fresh);
                Attempt attempt = attempt(prepared);
                Answer answer = attempt.answer();
                boolean fine = answer != null && expected.holds(answer.status());
                if (api != null && !fine) {
                    apis.failed(context.call().scope(), api);
                }
                Duration pause = fine ? null : again(attempt);
                if (pause != null) {
                    sleep(pause);
                } else if (answer != null) {
                    return ended(prepared, answer, fine);
                } else {
                    throw unanswered(attempt);
                }
            }
        }

        private void admitted() throws InterruptedException {
            if (api == null) {
                return;
            }
            for (Duration wait = apis.admit(context.call().scope(), api);
                    wait.isPositive();
                    wait = apis.admit(context.call().scope(), api)) {
                if (!fits(wait)) {
                    throw new ProblemException(
                            ProblemType.RATE_LIMITED,
                            "The quota of the API '" + api.slug() + "' is used up; there is room again in "
                                    + wait.toSeconds() + " s");
                }
                sleep(wait);
            }
        }

        private Attempt attempt(Prepared prepared) throws InterruptedException {
            attempts++;
            AtomicBoolean sent = new AtomicBoolean();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            long left = Math.min(deadline - System.nanoTime(), each.toNanos());
            HttpCall call = new HttpCall(
                    prepared.method(),
                    prepared.uri(),
                    prepared.headers(),
                    prepared.body(),
                    Duration.ofNanos(Math.max(1, left)),
                    in.maxBytes(),
                    in.followRedirects() ? REDIRECTS : 0);
            try {
                HttpAnswer answer = http.download(call, body, () -> sent.set(true));
                return new Attempt(
                        Answer.of(answer.status(), answer.headers(), body.toByteArray(), prepared.redaction()),
                        null,
                        true);
            } catch (ProblemException e) {
                if (Thread.interrupted()) {
                    // Canceled, or the worker is ending: what broke the connection was not the service.
                    throw new InterruptedException();
                }
                return new Attempt(null, e, sent.get());
            }
        }

        /** After how long to try again; null when that is not to be. */
        private @Nullable Duration again(Attempt attempt) {
            Duration pause = Duration.ofMillis(retries.pauseAfter(attempts));
            Answer answer = attempt.answer();
            ProblemException problem = attempt.problem();
            if (problem != null) {
                boolean harmless = !attempt.sent() || in.repeatable();
                boolean worth = harmless && problem.type().retryable() && attempts < retries.attempts();
                return worth && fits(pause) ? pause : null;
            }
            if (answer == null) {
                return null;
            }
            Duration asked = answer.retryAfter(clock.instant()).orElse(null);
            boolean untouched = answer.status() == 429 || in.repeatable();
            boolean tokenRefused = answer.status() == 401
                    && !fresh
                    && credential() != null
                    && credential().type() == Credential.Type.OAUTH2;
            if (tokenRefused) {
                fresh = true;
                return Duration.ZERO;
            }
            boolean polite = asked != null && (answer.status() == 429 || answer.status() == 503) && granted < PATIENCE;
            boolean listed = retries.statuses().contains(answer.status()) && attempts < retries.attempts();
            if (!untouched || !(polite || listed)) {
                return null;
            }
            Duration longer = asked != null && asked.compareTo(pause) > 0 ? asked : pause;
            if (!fits(longer)) {
                return null;
            }
            granted += polite ? 1 : 0;
            return longer;
        }

        private @Nullable Credential credential() {
            return api == null ? in.auth() : api.auth();
        }

        private Response ended(Prepared prepared, Answer answer, boolean fine) {
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            // The host alone: path and query often hold tokens.
            context.log(in.method() + " to " + prepared.uri().getHost() + " was answered with " + answer.status() + ", "
                    + answer.bytes().length + " bytes, after " + millis + " ms"
                    + (attempts > 1 ? " and " + attempts + " attempts" : ""));
            if (fine || in.failOn().equals("never")) {
                return answer.response(millis);
            }
            ObjectNode evidence = JsonNodeFactory.instance.objectNode();
            evidence.put("status", answer.status());
            evidence.put("body", answer.excerpt());
            if (answer.headers().containsKey("retry-after")) {
                evidence.put("retryAfter", answer.headers().get("retry-after"));
            }
            throw new ProblemException(
                            Expectation.problem(answer.status()),
                            "The service at '" + prepared.uri().getHost() + "' answered " + answer.status())
                    .withEvidence(evidence);
        }

        /** A request that may have arrived and must not be repeated has an outcome that nobody knows. */
        private ProblemException unanswered(Attempt attempt) {
            ProblemException problem = attempt.problem();
            if (problem == null) {
                return new ProblemException(ProblemType.UPSTREAM_FAILED, "The service did not answer");
            }
            return attempt.sent() && !in.repeatable() && problem.type().retryable()
                    ? new ProblemException(
                            ProblemType.OUTCOME_UNKNOWN,
                            "The request was sent and its answer did not come: " + problem.detail(),
                            problem)
                    : problem;
        }

        private boolean fits(Duration pause) {
            return System.nanoTime() + pause.toNanos() - deadline < 0;
        }

        private void sleep(Duration pause) throws InterruptedException {
            long end = System.nanoTime() + pause.toNanos();
            for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
                Thread.sleep(Duration.ofNanos(Math.min(left, BEAT.toNanos())));
                context.heartbeat(null);
            }
        }
    }
}
