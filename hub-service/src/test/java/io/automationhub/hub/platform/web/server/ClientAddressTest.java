package io.automationhub.hub.platform.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private static final ClientAddress BEHIND = new ClientAddress(List.of("10.0.0.0/8", "::1"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3|203.0.113.9|203.0.113.9",
                "10.1.2.3|198.51.100.1, 203.0.113.9|203.0.113.9",
                "10.1.2.3|203.0.113.9, 10.9.9.9|203.0.113.9",
                "10.1.2.3|10.9.9.9|10.9.9.9",
                "10.1.2.3|evil.example, 203.0.113.9|203.0.113.9",
                "10.1.2.3|evil.example|10.1.2.3",
                "10.1.2.3|'<script>'|10.1.2.3",
                "203.0.113.5|127.0.0.1|203.0.113.5",
                "11.0.0.1|127.0.0.1|11.0.0.1"
            })
    void believesTrustedProxiesOnly(String peer, String forwarded, String client) {
        assertThat(BEHIND.of(peer, List.of(forwarded))).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({
        "[::1],203.0.113.9",
        "::1,203.0.113.9",
        "::ffff:10.1.2.3,203.0.113.9",
        "[2001:db8::1],2001:db8:0:0:0:0:0:1"
    })
    void knowsProxiesHoweverTheyAreWritten(String peer, String client) {
        assertThat(BEHIND.of(peer, List.of("203.0.113.9"))).isEqualTo(client);
    }

    @Test
    void aHeaderAddedBelowTheClientsOwnCounts() {
        assertThat(BEHIND.of("10.1.2.3", List.of("127.0.0.1", "203.0.113.9"))).isEqualTo("203.0.113.9");
    }

    @Test
    void believesNobodyByDefault() {
        assertThat(new ClientAddress(List.of()).of("10.1.2.3", List.of("127.0.0.1")))
                .isEqualTo("10.1.2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", ""})
    void refusesWhatIsNoRange(String range) {
        assertThatThrownBy(() -> new ClientAddress(List.of(range))).isInstanceOf(IllegalArgumentException.class);
    }
}
