package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.web.ProblemBody;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem of everything that is thrown; only texts written for callers leave the hub. */
final class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    private static final int AWAY_RETRY_SECONDS = 5;

    private final Provider<ContainerRequestContext> request;

    @Inject
    ProblemMapper(Provider<ContainerRequestContext> request) {
        this.request = request;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
            return web.getResponse();
        }
        ContainerRequestContext asked = request.get();
        Exchange exchange = Exchange.of(asked);
        String instance = asked.getUriInfo().getRequestUri().getRawPath();
        ProblemBody body;
        Response.ResponseBuilder answer;
        if (thrown instanceof ProblemException problem) {
            if (problem.type().status() >= 500) {
                LOG.warn("{}: {}", problem.type().slug(), problem.detail(), problem.getCause());
            }
            body = ProblemBody.of(problem, instance, exchange.requestId());
            answer = Response.status(body.status());
        } else if (thrown instanceof WebApplicationException web) {
            ProblemType type = ProblemBody.typeOf(web.getResponse().getStatus());
            String explained = type == ProblemType.NOT_FOUND ? Versions.explain(instance) : null;
            body = explained == null
                    ? ProblemBody.of(type, instance, exchange.requestId())
                    : ProblemBody.of(new ProblemException(type, explained), instance, exchange.requestId());
            answer = Response.status(body.status());
            String allow = web.getResponse().getHeaderString(HttpHeaders.ALLOW);
            if (allow != null) {
                answer.header(HttpHeaders.ALLOW, allow);
            }
        } else {
            ProblemType type = typeOf(thrown);
            if (type == ProblemType.INTERNAL_ERROR) {
                LOG.error("A request failed", thrown);
            } else {
                LOG.warn("A request failed: {} ({})", type.slug(), thrown.toString());
            }
            body = ProblemBody.of(type, instance, exchange.requestId());
            answer = Response.status(body.status());
        }
        if (body.status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Automation Hub\"");
        }
        int retry =
                body.status() == 503 ? Math.max(AWAY_RETRY_SECONDS, exchange.retrySeconds()) : exchange.retrySeconds();
        if (retry > 0) {
            answer.header(HttpHeaders.RETRY_AFTER, Integer.toString(retry));
        }
        return answer.type(ProblemBody.MEDIA_TYPE).entity(body).build();
    }

    /** A database that is away or full is not the hub's mistake, and trying later can help. */
    private static ProblemType typeOf(Throwable thrown) {
        if (thrown instanceof HttpException refused) {
            return ProblemBody.typeOf(refused.getCode()); // the server could not make sense of what came
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                if (state.equals("53100")) {
                    return ProblemType.DISK_FULL;
                }
                if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")) {
                    return ProblemType.UNAVAILABLE;
                }
            }
        }
        return ProblemType.INTERNAL_ERROR;
    }
}
