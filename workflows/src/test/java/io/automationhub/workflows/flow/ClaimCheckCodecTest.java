package io.automationhub.workflows.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.workflows.ids.RunId;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ClaimCheckCodecTest {

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final DataConverter converter = FlowDataConverter.create(new LargeValues() {
        @Override
        public String put(byte[] value) {
            String id = UUID.nameUUIDFromBytes(value).toString();
            stored.put(id, value);
            return id;
        }

        @Override
        public byte[] get(String id) {
            return Objects.requireNonNull(stored.get(id), id);
        }
    });

    @Test
    void smallValuesStayAndLargeOnesAreStoredOnce() {
        assertThat(roundTrip("x".repeat(60_000), String.class).getData().size()).isGreaterThan(60_000);
        assertThat(stored).isEmpty();
        assertThat(roundTrip("y".repeat(70_000), String.class).getData().size()).isLessThan(100);
        roundTrip("y".repeat(70_000), String.class);
        assertThat(stored).hasSize(1);
    }

    @Test
    void valuesKeepTheirForm() {
        JsonNode json = FlowFixture.json("{ a: 1, b: 1.5, c: 12345678901, d: null, e: [true], f: '1' }");
        roundTrip(json, JsonNode.class);
        roundTrip(new RunId(new UUID(1, 2)), RunId.class);
        roundTrip(new Times(Duration.ofMillis(1500), Instant.parse("2026-01-02T03:04:05.678Z")), Times.class);
        assertThat(converter
                        .toPayload(Duration.ofMinutes(90))
                        .orElseThrow()
                        .getData()
                        .toStringUtf8())
                .isEqualTo("\"PT1H30M\"");
    }

    @Test
    void aRunWithLargeValuesGoesThrough() {
        try (FlowFixture flow = new FlowFixture(FlowSettings.DEFAULT, converter)) {
            flow.capabilities.on(
                    "a", (call, attempt) -> FlowJson.MAPPER.createObjectNode().put("big", "z".repeat(300_000)));
            FlowState state = flow.run("""
                    name: p
                    mode: sequential
                    steps:
                      - { id: a, uses: test/long }
                      - { id: b, uses: test/long, with: { n: '${{ size(steps.a.output.big) }}', big: '${{ steps.a.output.big }}' } }
                    outputs: { n: '${{ steps.b.output.n }}' }
                    """);
            assertThat(state.outputs()).isEqualTo(FlowFixture.json("{ n: 300000 }"));
            assertThat(stored).isNotEmpty();
        }
    }

    /** Of both kinds of time. */
    record Times(Duration span, Instant at) {}

    private <T> Payload roundTrip(T value, Class<T> type) {
        Payload payload = converter.toPayload(value).orElseThrow();
        assertThat(converter.fromPayload(payload, type, type)).isEqualTo(value);
        return payload;
    }
}
