package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.realtime.SocketResponder;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Credentials;
import io.automationhub.hub.platform.web.contract.BodyReader;
import io.automationhub.hub.platform.web.contract.Operation;
import io.automationhub.hub.platform.web.contract.ParameterCheck;
import io.automationhub.hub.platform.web.contract.RequestBody;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What stands before one resource method: who calls, then what was sent. Made once for each operation. */
final class OperationGate implements ContainerRequestFilter, ContainerResponseFilter {

    private final Operation operation;
    private final AccessControl access;
    private final Budgets budgets;
    private final ParameterCheck parameters;
    private final BodyReader bodies;

    OperationGate(
            Operation operation, AccessControl access, Budgets budgets, ParameterCheck parameters, BodyReader bodies) {
        this.operation = operation;
        this.access = access;
        this.budgets = budgets;
        this.parameters = parameters;
        this.bodies = bodies;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        Exchange exchange = Exchange.of(request);
        exchange.operation(operation);
        Versions.check(request.getHeaderString(Versions.HEADER));
        exchange.caller(admit(request, exchange));
        budgets.spend(exchange, operation);
        UriInfo uri = request.getUriInfo();
        parameters.check(uri.getPathParameters(), uri.getQueryParameters(), request::getHeaderString);
        RequestBody body = bodies.read(
                request.getHeaderString(HttpHeaders.CONTENT_TYPE), length(request), request.getEntityStream());
        exchange.body(body);
        if (body != null) {
            request.setEntityStream(body.open());
        }
    }

    private @Nullable Caller admit(ContainerRequestContext request, Exchange exchange) {
        try {
            String secret = Bearer.secret(
                    request.getHeaderString(HttpHeaders.AUTHORIZATION), request.getHeaderString(Bearer.API_KEY));
            if (secret == null && SocketResponder.asked(request.getHeaderString("Upgrade"))) {
                secret = Bearer.offered(request.getHeaderString("Sec-WebSocket-Protocol"));
            }
            Credentials credentials = new Credentials(secret, exchange.address());
            Caller caller = access.admit(operation, credentials);
            exchange.stillAllowed(() -> access.stillAdmits(operation, credentials));
            return caller;
        } catch (ProblemException e) {
            if (e.type() == ProblemType.UNAUTHENTICATED) {
                budgets.spendFailure(exchange);
            }
            throw e;
        }
    }

    /** The declared length; -1 for a chunked body, 0 where neither header announces one. */
    private static long length(ContainerRequestContext request) {
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return Long.parseLong(length);
        }
        return request.getHeaderString("Transfer-Encoding") == null ? 0 : -1;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Budgets.tell(Exchange.of(request), response.getHeaders());
        Operation.Deprecation deprecation = operation.deprecation();
        if (deprecation != null) {
            response.getHeaders().putSingle("Deprecation", deprecation.since());
            if (deprecation.sunset() != null) {
                response.getHeaders().putSingle("Sunset", deprecation.sunset());
            }
        }
    }
}
