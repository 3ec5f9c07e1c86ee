package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.redis.RateLimiter;
import io.automationhub.hub.platform.redis.RateLimiter.Budget;
import io.automationhub.hub.platform.redis.RateLimiter.Decision;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.contract.Operation;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a key, or an address without one, may ask for in a minute. What starts work has a budget of its own, and so have
 * failed log-ins of an address.
 */
public final class Budgets {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int FAILURES = 60;

    private final @Nullable RateLimiter limiter;
    private final Budget requests;
    private final Budget execute;
    private final Budget failures = new Budget("failures", FAILURES, PERIOD);

    private Budgets(@Nullable RateLimiter limiter, int requests, int execute) {
        this.limiter = limiter;
        this.requests = new Budget("requests", requests, PERIOD);
        this.execute = new Budget("execute", execute, PERIOD);
    }

    /** So many requests a minute, and so many that start work. */
    public static Budgets of(RateLimiter limiter, int requests, int execute) {
        return new Budgets(limiter, requests, execute);
    }

    /** None. */
    public static Budgets unlimited() {
        return new Budgets(null, 1, 1);
    }

    /** Draws on the budget an operation belongs to; throws {@code rate_limited} when it is spent. */
    void spend(Exchange exchange, Operation operation) {
        if (limiter != null) {
            Caller caller = exchange.caller();
            String who = caller == null || caller.subject().equals("anonymous") ? exchange.address() : caller.subject();
            spend(limiter, exchange, operation.access().executes() ? execute : requests, who);
        }
    }

    /** Counts a failed log-in; throws {@code rate_limited} in place of the failure when there were too many. */
    void spendFailure(Exchange exchange) {
        if (limiter != null) {
            spend(limiter, exchange, failures, exchange.address());
        }
    }

    private static void spend(RateLimiter limiter, Exchange exchange, Budget budget, String who) {
        Decision decision = limiter.take(budget, who);
        exchange.spent(new Exchange.Spent(budget, decision));
        if (!decision.allowed()) {
            exchange.retryAfter(decision.retrySeconds());
            throw new ProblemException(
                    ProblemType.RATE_LIMITED,
                    "The budget of " + budget.quota() + " a minute is spent; try again in " + decision.retrySeconds()
                            + " s");
        }
    }

    /** Tells the budget and what is left, as draft-ietf-httpapi-ratelimit-headers writes it. */
    static void tell(Exchange exchange, MultivaluedMap<String, Object> headers) {
        Exchange.Spent spent = exchange.spent();
        if (spent != null) {
            Budget budget = spent.budget();
            Decision decision = spent.decision();
            headers.putSingle(
                    "RateLimit-Policy",
                    "\"" + budget.name() + "\";q=" + budget.quota() + ";w="
                            + budget.period().toSeconds());
            headers.putSingle(
                    "RateLimit",
                    "\"" + budget.name() + "\";r=" + decision.remaining() + ";t=" + decision.resetSeconds());
        }
    }
}
