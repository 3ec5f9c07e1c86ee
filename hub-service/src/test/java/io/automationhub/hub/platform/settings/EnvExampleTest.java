package io.automationhub.hub.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnvExampleTest {

    @Test
    void listsEverySettingWithItsDefault() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("../.env.example"));
        assertThat(lines.subList(1, lines.size()))
                .containsExactlyElementsOf(Arrays.stream(Setting.values())
                        .flatMap(EnvExampleTest::entry)
                        .toList());
    }

    private static Stream<String> entry(Setting setting) {
        return Stream.of(
                "",
                "# " + setting.description(),
                setting.defaultText().map(value -> setting.name() + "=" + value).orElse("#" + setting.name() + "="));
    }
}
