package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Masker;
import io.automationhub.hub.platform.telemetry.Metrics;
import io.automationhub.hub.platform.telemetry.RequestIds;
import io.automationhub.hub.platform.web.contract.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleConsumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One line and one measurement for every request. Neither query nor headers are logged: they can hold secrets. */
final class AccessLog implements RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("access");
    private static final Metrics.Timing SECONDS = Metrics.timing(
            "hub_http_request_seconds", "Time from a request's first byte to its answer's last", "operation", "status");
    private static final int CLASSES = 6;
    private static final int LONGEST_PATH = 300;

    /** Behind them stand an id and a secret: of a webhook's trigger, and of a run's callbacks. */
    private static final List<String> SECRET_BELOW = List.of("/hooks/", "/callbacks/");

    private final Metrics metrics;
    private final Map<String, DoubleConsumer[]> timers = new ConcurrentHashMap<>();

    AccessLog(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void log(Request request, Response response) {
        long nanos = System.nanoTime() - request.getBeginNanoTime();
        int status = response.getStatus();
        Exchange exchange = Exchange.of(request);
        Operation operation = exchange == null ? null : exchange.operation();
        String name = operation == null ? "none" : operation.id();
        timers.computeIfAbsent(name, this::timers)[Math.clamp(status / 100, 0, CLASSES - 1)].accept(nanos / 1e9);
        if (!LOG.isInfoEnabled()) {
            return;
        }
        StringBuilder line = new StringBuilder(120);
        String path = shown(request.getHttpURI().getPath());
        line.append(request.getMethod()).append(' ');
        line.append(path, 0, Math.min(path.length(), LONGEST_PATH));
        line.append(' ').append(status).append(' ').append(Response.getContentBytesWritten(response));
        line.append("B ").append(nanos / 1_000).append("us op=").append(name);
        if (exchange != null) {
            Caller caller = exchange.caller();
            line.append(" by=").append(caller == null ? "-" : caller.subject());
            line.append(" from=").append(exchange.address());
            MDC.put(RequestIds.MDC_KEY, exchange.requestId());
        }
        try {
            LOG.info("{}", line);
        } finally {
            MDC.remove(RequestIds.MDC_KEY);
        }
    }

    /** The path without the secrets that stand in some. */
    static String shown(String path) {
        for (String prefix : SECRET_BELOW) {
            int secret = path.startsWith(prefix) ? path.indexOf('/', prefix.length()) : -1;
            if (secret >= 0) {
                return path.substring(0, secret + 1) + Masker.MASK;
            }
        }
        return path;
    }

    private DoubleConsumer[] timers(String operation) {
        DoubleConsumer[] byClass = new DoubleConsumer[CLASSES];
        for (int status = 0; status < CLASSES; status++) {
            byClass[status] = metrics.timer(SECONDS, operation, status + "xx");
        }
        return byClass;
    }
}
