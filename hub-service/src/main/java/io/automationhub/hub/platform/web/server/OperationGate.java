package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.security.Credentials;
import io.automationhub.hub.platform.web.contract.BodyReader;
import io.automationhub.hub.platform.web.contract.Operation;
import io.automationhub.hub.platform.web.contract.ParameterCheck;
import io.automationhub.hub.platform.web.contract.RequestBody;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;

/** What stands before one resource method: who calls, then what was sent. Made once for each operation. */
final class OperationGate implements ContainerRequestFilter, ContainerResponseFilter {

    private final Operation operation;
    private final AccessControl access;
    private final ParameterCheck parameters;
    private final BodyReader bodies;

    OperationGate(Operation operation, AccessControl access, ParameterCheck parameters, BodyReader bodies) {
        this.operation = operation;
        this.access = access;
        this.parameters = parameters;
        this.bodies = bodies;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        Exchange exchange = Exchange.of(request);
        exchange.operation(operation);
        String secret = Bearer.secret(
                request.getHeaderString(HttpHeaders.AUTHORIZATION), request.getHeaderString(Bearer.API_KEY));
        exchange.caller(access.admit(operation, new Credentials(secret, exchange.address())));
        UriInfo uri = request.getUriInfo();
        parameters.check(uri.getPathParameters(), uri.getQueryParameters(), request::getHeaderString);
        RequestBody body = bodies.read(
                request.getHeaderString(HttpHeaders.CONTENT_TYPE), length(request), request.getEntityStream());
        exchange.body(body);
        if (body != null) {
            request.setEntityStream(body.open());
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
        Operation.Deprecation deprecation = operation.deprecation();
        if (deprecation != null) {
            response.getHeaders().putSingle("Deprecation", deprecation.since());
            if (deprecation.sunset() != null) {
                response.getHeaders().putSingle("Sunset", deprecation.sunset());
            }
        }
    }
}
