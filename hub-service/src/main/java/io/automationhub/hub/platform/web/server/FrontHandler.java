package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.telemetry.RequestIds;
import java.util.Locale;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** The first to see a request: gives it its id and address, its answer the headers, and turns away odd paths. */
final class FrontHandler extends Handler.Wrapper {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final ClientAddress addresses;
    private final CrossOrigin origins;

    FrontHandler(ClientAddress addresses, CrossOrigin origins, Handler next) {
        super(next);
        this.addresses = addresses;
        this.origins = origins;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String id = RequestIds.take(request.getHeaders().get(RequestIds.HEADER));
        Exchange exchange = new Exchange(
                id,
                addresses.of(
                        Request.getRemoteAddr(request), request.getHeaders().getValuesList(FORWARDED_FOR)));
        exchange.attach(request);
        UnreadBody.watch(request);
        response.getHeaders().put(RequestIds.HEADER, id);
        Headers.secure(response.getHeaders());
        MDC.put(RequestIds.MDC_KEY, id);
        try {
            if (isMangled(request.getHttpURI().getPath())) {
                throw new BadMessageException(400);
            }
            if (origins.answer(request, response.getHeaders())) {
                response.setStatus(204);
                callback.succeeded();
                return true;
            }
            return super.handle(request, response, callback);
        } finally {
            MDC.remove(RequestIds.MDC_KEY);
        }
    }

    /**
     * Whether two readers of a path could disagree about it: path parameters, empty or dot segments, and encoded
     * slashes, backslashes, dots and control characters.
     */
    static boolean isMangled(String path) {
        if (path.indexOf(';') >= 0 || path.contains("//") || path.indexOf('\\') >= 0) {
            return true;
        }
        int percent = path.indexOf('%');
        while (percent >= 0) {
            if (percent + 2 >= path.length()) {
                return true;
            }
            String code = path.substring(percent + 1, percent + 3).toLowerCase(Locale.ROOT);
            if (code.charAt(0) < '2'
                    || code.equals("2e")
                    || code.equals("2f")
                    || code.equals("3b")
                    || code.equals("5c")
                    || code.equals("7f")
                    || code.equals("25")) {
                return true;
            }
            percent = path.indexOf('%', percent + 1);
        }
        return path.contains("/./") || path.contains("/../") || path.endsWith("/.") || path.endsWith("/..");
    }
}
