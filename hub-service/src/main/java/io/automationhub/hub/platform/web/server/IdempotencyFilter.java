package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.contract.Operation;
import io.automationhub.hub.platform.web.contract.RequestBody;
import io.automationhub.hub.platform.web.idempotency.IdempotencyKey;
import io.automationhub.hub.platform.web.idempotency.IdempotencyStore;
import io.automationhub.hub.platform.web.idempotency.IdempotencyStore.Outcome;
import io.automationhub.hub.platform.web.idempotency.StoredAnswer;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Carries a request with an {@code Idempotency-Key} out once. What succeeded is kept before it is sent, and given again
 * to whoever repeats it; what failed changed nothing and is forgotten, so that it can be repeated.
 */
final class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {

    static final String HEADER = "Idempotency-Key";

    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String BEGUN = IdempotencyFilter.class.getName() + ".begun";
    private static final List<String> KEPT = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG);
    private static final int UNDER_WAY_RETRY_SECONDS = 1;

    private final Operation operation;
    private final IdempotencyStore store;

    private record Begun(IdempotencyKey key, UUID lease, int status) {}

    IdempotencyFilter(Operation operation, IdempotencyStore store) {
        this.operation = operation;
        this.store = store;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String sent = request.getHeaderString(HEADER);
        Exchange exchange = Exchange.of(request);
        Caller caller = exchange.caller();
        if (sent == null || caller == null) {
            return;
        }
        IdempotencyKey key = IdempotencyKey.of(caller, operation.id(), sent);
        switch (store.begin(key, fingerprint(request, exchange.body()))) {
            case Outcome.Begun begun -> {
                request.setProperty(BEGUN, new Begun(key, begun.lease(), 0));
                store.enter(key, begun.lease());
            }
            case Outcome.Answered answered -> request.abortWith(replay(answered.answer()));
            case Outcome.Reused ignored ->
                throw new ProblemException(
                        ProblemType.IDEMPOTENCY_KEY_REUSED, "The Idempotency-Key was used with another request");
            case Outcome.Interrupted ignored ->
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "The request was carried out, but the hub ended before it could answer. Look at what it made; to"
                                + " have it done again, use another Idempotency-Key");
            case Outcome.UnderWay ignored -> {
                exchange.retryAfter(UNDER_WAY_RETRY_SECONDS);
                throw new ProblemException(ProblemType.CONFLICT, "The same request is still being carried out");
            }
        }
    }

    private static byte[] fingerprint(ContainerRequestContext request, @Nullable RequestBody body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(request.getUriInfo().getRequestUri().toASCIIString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            if (body != null) {
                body.digest(digest);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Response replay(StoredAnswer answer) {
        Response.ResponseBuilder response = Response.status(answer.status()).header(REPLAYED, "true");
        answer.headers().forEach(response::header);
        return answer.body().length == 0
                ? response.build()
                : response.entity(answer.body()).build();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(BEGUN) instanceof Begun begun)) {
            return;
        }
        store.leave();
        if (response.getStatus() >= 400) {
            request.removeProperty(BEGUN);
            store.release(begun.key(), begun.lease());
        } else if (!response.hasEntity()) {
            request.removeProperty(BEGUN);
            store.finish(
                    begun.key(),
                    begun.lease(),
                    new StoredAnswer(response.getStatus(), kept(response.getStringHeaders()), new byte[0]));
        } else {
            request.setProperty(BEGUN, new Begun(begun.key(), begun.lease(), response.getStatus()));
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (!(context.getProperty(BEGUN) instanceof Begun begun)) {
            context.proceed();
            return;
        }
        OutputStream client = context.getOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        context.setOutputStream(body);
        context.proceed();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT) {
            Object value = context.getHeaders().getFirst(name);
            if (value != null) {
                headers.put(name, value.toString());
            }
        }
        store.finish(begun.key(), begun.lease(), new StoredAnswer(begun.status(), headers, body.toByteArray()));
        context.setOutputStream(client);
        body.writeTo(client);
    }

    private static Map<String, String> kept(MultivaluedMap<String, String> headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : KEPT) {
            String value = headers.getFirst(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return kept;
    }
}
