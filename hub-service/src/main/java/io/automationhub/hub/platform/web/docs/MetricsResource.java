package io.automationhub.hub.platform.web.docs;

import io.automationhub.hub.platform.telemetry.Metrics;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringWriter;

/** The metrics for Prometheus. */
@Path("/metrics")
public final class MetricsResource {

    private final Metrics metrics;

    public MetricsResource(Metrics metrics) {
        this.metrics = metrics;
    }

    /** All of them, in the text format. */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public Response metrics() throws IOException {
        StringWriter text = new StringWriter();
        metrics.write(text);
        return Response.ok(text.toString()).type(Metrics.contentType()).build();
    }
}
