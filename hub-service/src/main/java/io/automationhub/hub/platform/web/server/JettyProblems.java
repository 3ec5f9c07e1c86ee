package io.automationhub.hub.platform.web.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.telemetry.RequestIds;
import io.automationhub.hub.platform.web.ProblemBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Makes problems of what Jetty refuses by itself, before or beside the resources. */
final class JettyProblems extends ErrorHandler {

    private final ObjectMapper mapper;

    JettyProblems(ObjectMapper mapper) {
        this.mapper = mapper;
        setShowStacks(false);
        setShowCauses(false);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = Exchange.of(request);
        String id =
                exchange == null ? RequestIds.take(request.getHeaders().get(RequestIds.HEADER)) : exchange.requestId();
        int status = response.getStatus();
        byte[] body = body(status, id, request.getHttpURI().getPath());
        HttpFields.Mutable headers = response.getHeaders();
        Headers.secure(headers);
        headers.put(RequestIds.HEADER, id);
        headers.put(HttpHeader.CONTENT_TYPE, ProblemBody.MEDIA_TYPE);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private byte[] body(int status, String id, @Nullable String path) {
        ProblemBody kind = ProblemBody.of(ProblemBody.typeOf(status), path, id);
        // The status line is Jetty's (431, 505); the body must not say another.
        ProblemBody problem =
                new ProblemBody(kind.type(), kind.title(), status, null, path, kind.code(), id, kind.errors(), null);
        try {
            return mapper.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            return ("{\"status\":" + status + "}").getBytes(StandardCharsets.UTF_8);
        }
    }
}
