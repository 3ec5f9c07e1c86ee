package io.automationhub.activities.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private final Transcript transcript = new Transcript();

    @Test
    void theSameFindingIsCountedAndReportedOnce() {
        assertThat(add("a", "refused")).isTrue();
        assertThat(add("a", "refused")).isFalse();
        assertThat(add("b", "refused")).isTrue();
        assertThat(add("a", "refused")).isFalse();
        assertThat(add("a", "HTTP 200")).isTrue();
        assertThat(transcript.probes()).isEqualTo(5);
        assertThat(transcript.json().findValuesAsText("result"))
                .containsExactly("refused (2 times)", "refused", "refused", "HTTP 200");
    }

    @Test
    void manyFindingsKeepTheLast() {
        for (int i = 0; i < 1000; i++) {
            add("a", "HTTP " + i);
        }
        assertThat(transcript.json()).hasSize(100);
        assertThat(transcript.json().get(99).path("result").asText()).isEqualTo("HTTP 999");
    }

    private boolean add(String instance, String result) {
        return transcript.add(Instant.EPOCH, instance, result);
    }
}
