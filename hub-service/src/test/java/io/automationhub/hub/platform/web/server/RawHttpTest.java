package io.automationhub.hub.platform.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.testing.ApiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests no well-behaved client sends, byte by byte. */
class RawHttpTest {

    @RegisterExtension
    static final ApiServer API = ApiServer.serving(Things.contract(), () -> List.of(new ThingResource()));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "Authorization: Bearer test:read\r\n";

    @Test
    void theControlIsAnswered() throws IOException {
        assertThat(send("GET /api/v1/things/a HTTP/1.1", KEY).status()).isEqualTo(200);
        assertThat(send("GET /api/v1/things/a HTTP/1.1", "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/things;x=1",
                "/api/v1/things/a;.css",
                "/api/v1;a/things",
                "//api/v1/things",
                "/api/v1//things",
                "/api/v1/./things",
                "/api/v1/x/../things",
                "/api/v1/anybodys/../things",
                "/api/v1/%2e%2e/v1/things",
                "/api/v1/things%2fa",
                "/api/v1/things%2Fa",
                "/api/v1/things%5ca",
                "/api/v1/%74hings%00",
                "/api/v1/things%0d%0aX-Evil:1",
                "/api/v1/things%",
                "/api/v1/things%zz",
                "/api/v1/things%252f",
                "/api/v1\\things",
                "/API/v1/things",
                "/api/v1/THINGS",
                "/api/v1/things.",
                "/api/v1/things.json",
                "/api/v1/things%20",
                "/api/v1/things%c0%ae",
                "/api/v1/things\u007f"
            })
    void mangledPathsReachNothing(String path) throws IOException {
        for (String credentials : List.of("", KEY)) {
            Answer answer = send("GET " + path + " HTTP/1.1", credentials);
            assertThat(answer.status()).as(path).isBetween(400, 404);
            answer.isProblem();
            assertThat(answer.text()).doesNotContain("X-Evil:1\r\n");
        }
    }

    @Test
    void onePathHasOneSpelling() throws IOException {
        for (String credentials : List.of("", KEY)) {
            assertThat(send("GET /api/v1/%74hings HTTP/1.1", credentials).status())
                    .isEqualTo(404);
        }
        assertThat(send("GET /api/v1/things/ HTTP/1.1", "").status()).isIn(401, 404);
        assertThat(send("GET /api/v1/things/%61 HTTP/1.1", KEY).status()).isEqualTo(200);
    }

    @Test
    void methodsAreNotOverridden() throws IOException {
        for (String name : List.of("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method")) {
            assertThat(send("POST /api/v1/things/a/run HTTP/1.1", KEY + name + ": GET\r\nContent-Length: 0\r\n")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(send("TRACE /api/v1/things HTTP/1.1", KEY).status()).isIn(405, 501);
        assertThat(send("get /api/v1/things HTTP/1.1", KEY).status()).isIn(400, 405, 501);
        assertThat(send("FROB /api/v1/things HTTP/1.1", KEY).status()).isIn(405, 501);
    }

    @Test
    void headersHaveALimit() throws IOException {
        Answer large = send("GET /api/v1/things HTTP/1.1", KEY + "X-A: " + "a".repeat(20_000) + "\r\n");
        assertThat(large.status()).isEqualTo(431);
        large.isProblem();
        assertThat(send("GET /api/v1/things HTTP/1.1", KEY + "X-A: " + "a".repeat(5_000) + "\r\n")
                        .status())
                .isEqualTo(200);
        Answer uri = send("GET /api/v1/" + "a".repeat(20_000) + " HTTP/1.1", KEY);
        assertThat(uri.status()).isIn(414, 431);
        uri.isProblem();
    }

    @Test
    void framingIsUnambiguous() throws IOException {
        List<String> framings = List.of(
                "Content-Length: 2\r\nContent-Length: 3\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip, frob\r\n",
                " folded: x\r\n",
                "No colon\r\n");
        for (String framing : framings) {
            Answer answer = send("POST /api/v1/things HTTP/1.1", "Authorization: Bearer test:admin\r\n" + framing);
            assertThat(answer.status()).as(framing).isBetween(400, 501).isNotEqualTo(500);
            answer.isProblem();
        }
    }

    @Test
    void brokenRequestLinesAreProblems() throws IOException {
        for (String line : List.of("GET", "GET /", "GET / HTTP/9.9", "GET http://[ HTTP/1.1", "\u0001\u0002")) {
            Answer answer = send(line, "");
            assertThat(answer.status()).as(line).isBetween(400, 505);
            answer.isProblem();
        }
    }

    @Test
    void aRefusalBeforeTheBodySaysThatTheConnectionEnds() throws IOException {
        String body = "{\"name\":\"a\"}";
        String put = "PUT /api/v1/things/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n";
        assertThat(head(put + "\r\n")).startsWith("HTTP/1.1 401").containsIgnoringCase("\r\nconnection: close\r\n");
        assertThat(head(put + "Authorization: Bearer test:write,read\r\n\r\n" + body))
                .as("one that was read goes on")
                .startsWith("HTTP/1.1 200")
                .doesNotContainIgnoringCase("connection: close");
    }

    @Test
    void hostsAreNotRepeated() throws IOException {
        Answer answer = send("GET /api/v1/nothing HTTP/1.1", KEY + "X-Forwarded-Host: evil.example\r\n");
        assertThat(answer.text()).doesNotContain("evil.example");
    }

    /** An answer as it came over the wire. */
    private record Answer(int status, String text) {

        void isProblem() throws IOException {
            assertThat(text.toLowerCase(Locale.ROOT))
                    .contains("content-type: application/problem+json")
                    .contains("x-request-id: ")
                    .contains("x-content-type-options: nosniff")
                    .doesNotContain("\r\nserver:")
                    .doesNotContain("jetty")
                    .doesNotContain("exception");
            JsonNode body = JSON.readTree(text.substring(text.indexOf("\r\n\r\n") + 4));
            assertThat(body.path("status").asInt()).isEqualTo(status);
            assertThat(body.path("code").asText()).isNotEmpty();
            assertThat(body.path("requestId").asText()).isNotEmpty();
        }
    }

    /** Status line and headers of the answer to a request as it is. */
    private static String head(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), API.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as("after %s", head).isNotNegative();
                head.append((char) next);
            }
            return head.toString();
        }
    }

    private static Answer send(String requestLine, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), API.port())) {
            socket.setSoTimeout(10_000);
            String request = requestLine + "\r\nHost: localhost\r\n" + headers + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).startsWith("HTTP/1.");
            return new Answer(Integer.parseInt(text.substring(9, 12)), text);
        }
    }
}
