package io.automationhub.hub.features.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.web.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentLineTest {

    private final ObjectMapper json = Json.mapper();

    @Test
    void aLineIsSplitAsAShellWould() {
        Map<String, List<String>> cases = Map.of(
                "./migrate up", List.of("./migrate", "up"),
                "  a\t b ", List.of("a", "b"),
                "say 'a b' \"c d\"", List.of("say", "a b", "c d"),
                "a'b'\"c\"d", List.of("abcd"),
                "run '' x", List.of("run", "", "x"),
                "sh -c 'a && b > $C | d'", List.of("sh", "-c", "a && b > $C | d"),
                "a\\ b \"say \\\"x\\\"\"", List.of("a b", "say \"x\""),
                "x --key=v *.sql ~ #1", List.of("x", "--key=v", "*.sql", "~", "#1"));
        cases.forEach((line, expected) ->
                assertThat(ArgumentLine.split(line)).as(line).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "a 'b",
                "a \"b",
                "a\\",
                "a && b",
                "a | b",
                "a; b",
                "a > f",
                "a < f",
                "a $B",
                "a \"$B\"",
                "a `b`",
                "a \"`b`\"",
                "(a)",
                "a\nb"
            })
    void whatOnlyAShellUnderstandsIsRefused(String line) {
        assertThatThrownBy(() -> ArgumentLine.split(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsTakeBothForms() throws Exception {
        String text = "{\"command\": [\"a b\", \"$C\"], \"releaseCommand\": \"./migrate 'all of it'\"}";
        RuntimeSettings settings = json.readValue(text, RuntimeSettings.class);
        assertThat(settings.command()).containsExactly("a b", "$C");
        assertThat(settings.releaseCommand()).containsExactly("./migrate", "all of it");
        assertThat(json.readTree(json.writeValueAsString(settings))
                        .get("releaseCommand")
                        .isArray())
                .isTrue();
        assertThat(json.readValue("{}", RuntimeSettings.class)).isEqualTo(RuntimeSettings.EMPTY);
        assertThatThrownBy(() -> json.readValue("{\"releaseCommand\": \"a && b\"}", RuntimeSettings.class))
                .isInstanceOfSatisfying(
                        JsonMappingException.class,
                        e -> assertThat(Json.pointer(e)).isEqualTo("/releaseCommand"));
    }
}
