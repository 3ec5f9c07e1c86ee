package io.automationhub.hub.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogEncoderTest {

    private static final String HOSTILE = "name\n2026-01-01 ERROR forged \u001b]0;title\u0007 \u202e ${jndi:x} é";

    @Test
    void textKeepsToItsLine() {
        String text = encode(new TextLogEncoder(), null);
        assertThat(text.lines()).hasSize(1);
        assertThat(text)
                .contains("[req-1]", "\\u000a2026", "\\u001b", "\\u202e", "${jndi:x}", "é")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void tracesAreIndented() {
        String text = encode(new TextLogEncoder(), new IllegalStateException(HOSTILE));
        assertThat(text.lines().skip(1)).allMatch(line -> line.startsWith("    "));
    }

    @Test
    void jsonIsOneObjectALine() throws IOException {
        String text = encode(new JsonLogEncoder(), new IllegalStateException(HOSTILE));
        assertThat(text.lines()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(text);
        assertThat(line.path("message").asText()).isEqualTo(HOSTILE);
        assertThat(line.path("requestId").asText()).isEqualTo("req-1");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("error").asText()).contains("IllegalStateException");
    }

    private static String encode(Encoder<ILoggingEvent> encoder, @Nullable Throwable thrown) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "x", context.getLogger("io.automationhub.Test"), Level.WARN, HOSTILE, thrown, new Object[0]);
        event.setMDCPropertyMap(Map.of(RequestIds.MDC_KEY, "req-1"));
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
