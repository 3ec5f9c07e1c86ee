package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.redis.RateLimiter.Budget;
import io.automationhub.hub.platform.redis.RateLimiter.Decision;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.contract.Operation;
import io.automationhub.hub.platform.web.contract.RequestBody;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What is known of one request; filled on its way in, read by parameters, logs and metrics. One request, one thread. */
public final class Exchange {

    private static final String ATTRIBUTE = Exchange.class.getName();

    private final String requestId;
    private final String address;
    private @Nullable Operation operation;
    private @Nullable Caller caller;
    private @Nullable RequestBody body;
    private BooleanSupplier stillAllowed = () -> true;
    private @Nullable Spent spent;
    private int retrySeconds;

    /** A budget with what became of it. */
    record Spent(Budget budget, Decision decision) {}

    Exchange(String requestId, String address) {
        this.requestId = requestId;
        this.address = address;
    }

    static @Nullable Exchange of(Request request) {
        return (Exchange) request.getAttribute(ATTRIBUTE);
    }

    /** The exchange a JAX-RS filter or provider works for. */
    public static Exchange of(ContainerRequestContext request) {
        if (request.getProperty(ATTRIBUTE) instanceof Exchange exchange) {
            return exchange;
        }
        throw new IllegalStateException("The request did not come through the front handler");
    }

    void attach(Request request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The {@code X-Request-ID}. */
    public String requestId() {
        return requestId;
    }

    /** The client's address as text. */
    public String address() {
        return address;
    }

    /** The operation that matched, or null before and where none did. */
    public @Nullable Operation operation() {
        return operation;
    }

    void operation(Operation matched) {
        this.operation = matched;
    }

    /** Who calls, or null where the operation is public. */
    public @Nullable Caller caller() {
        return caller;
    }

    void caller(@Nullable Caller authenticated) {
        this.caller = authenticated;
    }

    /**
     * Asks again, whenever it is called, whether the credentials still open the operation: for streams, which outlive
     * the moment they were admitted. While that cannot be told, they do.
     */
    public BooleanSupplier stillAllowed() {
        return stillAllowed;
    }

    void stillAllowed(BooleanSupplier admission) {
        this.stillAllowed = admission;
    }

    @Nullable
    RequestBody body() {
        return body;
    }

    /** What is left of the caller's budget, or null where none was drawn on. */
    @Nullable
    Spent spent() {
        return spent;
    }

    void spent(Spent drawn) {
        this.spent = drawn;
    }

    /** Seconds to tell the caller to wait; 0 for none in particular. */
    int retrySeconds() {
        return retrySeconds;
    }

    void retryAfter(int seconds) {
        this.retrySeconds = seconds;
    }

    void body(@Nullable RequestBody read) {
        this.body = read;
    }
}
