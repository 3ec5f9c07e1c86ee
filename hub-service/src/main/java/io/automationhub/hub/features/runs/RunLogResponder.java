package io.automationhub.hub.features.runs;

import io.automationhub.hub.features.logs.LogPage;
import io.automationhub.hub.features.logs.LogService;
import io.automationhub.hub.platform.realtime.SseResponder;
import io.automationhub.hub.platform.realtime.StreamAccess;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.server.Exchange;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.ids.RunId;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers with the log of a run: all there is as text, or from a line on and live as server-sent events. */
public final class RunLogResponder {

    private static final int LINES = 1_000;

    private final LogService logs;
    private final SseResponder sse;

    public RunLogResponder(LogService logs, SseResponder sse) {
        this.logs = logs;
        this.sse = sse;
    }

    /** The log as text, up to now. */
    public Response text(Caller caller, RunId run, @Nullable String step) {
        LogStream stream = stream(run, step);
        StreamingOutput body = out -> {
            long after = 0;
            LogPage page;
            do {
                page = logs.read(caller.organization(), stream, after, LINES);
                StringBuilder text = new StringBuilder();
                page.lines().forEach(line -> text.append(line.text()).append('\n'));
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                after = page.cursor();
            } while (page.more());
        };
        return Response.ok(body)
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                .build();
    }

    /** Writes the log as events whose id is the line's number, from after a line on, until the run has ended. */
    public void events(
            Caller caller,
            Exchange exchange,
            HttpServletResponse response,
            RunId run,
            @Nullable String step,
            @Nullable Long lastEventId) {
        long after = lastEventId == null ? 0 : lastEventId;
        sse.serve(
                response,
                new StreamAccess(caller.subject(), exchange.stillAllowed()),
                () -> logs.follow(caller.organization(), stream(run, step), after));
    }

    private static LogStream stream(RunId run, @Nullable String step) {
        return step == null ? LogService.ofRun(run) : LogStream.ofStep(run, step);
    }
}
