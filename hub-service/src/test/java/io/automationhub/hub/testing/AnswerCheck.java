package io.automationhub.hub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import io.automationhub.hub.platform.web.contract.Operation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Holds answers against what the contract declares for their operation. */
public final class AnswerCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AnswerCheck() {}

    /** Fails when status, media type or body are none of the declared ones; paths the contract lacks must be problems. */
    public static void check(OpenApiContract contract, String method, String path, HttpResponse<byte[]> answer)
            throws IOException {
        int status = answer.statusCode();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        String media = type.split(";", 2)[0].trim();
        Optional<Operation> operation = find(contract, "HEAD".equals(method) ? "GET" : method, path);
        if (operation.isEmpty()) {
            assertThat(media)
                    .as("%s %s is in no contract: %s", method, path, status)
                    .isEqualTo("application/problem+json");
            return;
        }
        Map<String, Map<String, Schema>> answers = operation.get().answers();
        Map<String, Schema> declared = answers.get(Integer.toString(status));
        if (declared == null) {
            if (status == 304) {
                return;
            }
            assertThat(status)
                    .as("%s answers an undeclared status", operation.get().id())
                    .isGreaterThanOrEqualTo(400);
            declared = answers.get("default");
        }
        if (answer.body().length == 0) {
            assertThat("HEAD".equals(method) || declared == null || declared.isEmpty())
                    .as("%s answers %s without its body", operation.get().id(), status)
                    .isTrue();
            return;
        }
        Schema schema = declared == null ? null : declared.get(media);
        if (schema == null) {
            fail("%s answers %s as undeclared '%s'", operation.get().id(), status, media);
        } else if (media.endsWith("json")) {
            JsonNode body = JSON.readTree(answer.body());
            assertThat(contract.check(schema, body, ""))
                    .as("%s %s breaks its schema: %s", operation.get().id(), status, body)
                    .isEmpty();
        }
    }

    private static Optional<Operation> find(OpenApiContract contract, String method, String path) {
        return contract.operations().stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> path.matches(operation.path().replaceAll("\\{[^}]+}", "[^/]+")))
                .min(Comparator.comparingLong(operation ->
                        operation.path().chars().filter(c -> c == '{').count()));
    }
}
