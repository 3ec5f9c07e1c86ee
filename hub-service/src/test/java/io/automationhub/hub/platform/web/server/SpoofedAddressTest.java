package io.automationhub.hub.platform.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Credentials;
import io.automationhub.hub.platform.web.WebSettings;
import io.automationhub.hub.testing.ApiServer;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that may be used from one address only, and callers elsewhere who say that they are there. */
class SpoofedAddressTest {

    private static final String ALLOWED = "203.0.113.9";

    @RegisterExtension
    static final ApiServer DIRECT = trusting();

    @RegisterExtension
    static final ApiServer BEHIND_PROXY = trusting("127.0.0.1");

    /** The weak stand-in: believes whoever says anything. */
    @RegisterExtension
    static final ApiServer BELIEVING = trusting("0.0.0.0/0");

    private static ApiServer trusting(String... proxies) {
        return ApiServer.serving(Things.contract(), () -> List.of(new ThingResource()))
                .with(SpoofedAddressTest::fromTheAllowedAddress)
                .with(new WebSettings(
                        "127.0.0.1", 0, Set.of(), List.of(proxies), Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    private static Caller fromTheAllowedAddress(Credentials credentials) {
        if (!ALLOWED.equals(credentials.address())) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The key is not known");
        }
        return new Caller(ApiServer.ORGANIZATION, "api-key:test", Set.of("read"), Set.of());
    }

    @Test
    void aCallersOwnWordIsNothingWithoutAProxy() throws IOException {
        assertThat(status(DIRECT, "X-Forwarded-For: " + ALLOWED)).isEqualTo(401);
        assertThat(status(DIRECT, "Forwarded: for=" + ALLOWED)).isEqualTo(401);
        assertThat(status(DIRECT, "X-Real-IP: " + ALLOWED)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // What the proxy saw comes last, in the same header or in one of its own.
                "X-Forwarded-For: 203.0.113.9, 198.51.100.66",
                "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 198.51.100.66",
                "X-Forwarded-For: 203.0.113.9,,198.51.100.66",
                "X-Forwarded-For: 203.0.113.9, 198.51.100.66, 127.0.0.1",
                "X-Forwarded-For: 203.0.113.9, nonsense",
                "Forwarded: for=203.0.113.9",
            })
    void whatStandsLeftOfTheProxysWordIsNothing(String headers) throws IOException {
        assertThat(status(BEHIND_PROXY, headers)).isEqualTo(401);
    }

    @Test
    void theProxysWordCounts() throws IOException {
        assertThat(status(BEHIND_PROXY, "X-Forwarded-For: " + ALLOWED)).isEqualTo(200);
        assertThat(status(BEHIND_PROXY, "X-Forwarded-For: 198.51.100.66\r\nX-Forwarded-For: " + ALLOWED))
                .isEqualTo(200);
    }

    @Test
    void theSameAttackGetsThroughWhereEverybodyIsTrusted() throws IOException {
        assertThat(status(BELIEVING, "X-Forwarded-For: 203.0.113.9, 198.51.100.66"))
                .isEqualTo(200);
    }

    private static int status(ApiServer server, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            String request = "GET /api/v1/things HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer key\r\n" + headers
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
