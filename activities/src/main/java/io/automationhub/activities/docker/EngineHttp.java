package io.automationhub.activities.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import io.automationhub.workflows.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain requests for what is read as a stream: the reader sets the pace and closing the answer closes the connection,
 * which is how the engine learns that a build is canceled.
 */
final class EngineHttp {

    private final DockerHttpClient client;

    EngineHttp(DockerHttpClient client) {
        this.client = client;
    }

    /** Opens an answer of status 2xx, or throws the problem the engine answered with. The caller closes it. */
    Answer open(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            @Nullable InputStream body) {
        DockerHttpClient.Request.Builder request = DockerHttpClient.Request.builder();
        request.method(method).path(path + queryString(query)).putAllHeaders(headers);
        if (body != null) {
            request.body(body);
        }
        DockerHttpClient.Response response;
        try {
            response = client.execute(request.build());
        } catch (RuntimeException e) {
            throw EngineErrors.map(e);
        }
        if (response.getStatusCode() / 100 != 2) {
            try (response) {
                throw EngineErrors.ofStatus(response.getStatusCode(), text(response.getBody()), null);
            }
        }
        return new Answer(response);
    }

    private static String text(InputStream body) {
        try {
            return new String(body.readNBytes(64 * 1024), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw EngineErrors.away(e);
        }
    }

    private static String queryString(Map<String, String> query) {
        StringBuilder out = new StringBuilder();
        new LinkedHashMap<>(query)
                .forEach((name, value) -> out.append(out.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return out.toString();
    }

    /** An answer being read. Closing it from another thread ends a blocked read. */
    record Answer(DockerHttpClient.Response response) implements AutoCloseable {

        InputStream body() {
            return response.getBody();
        }

        @Override
        public void close() {
            response.close();
        }

        /** The problem for a read that failed. */
        static ProblemException broken(IOException e) {
            return EngineErrors.away(e);
        }
    }
}
