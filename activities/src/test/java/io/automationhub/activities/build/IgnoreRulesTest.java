package io.automationhub.activities.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {

    @ParameterizedTest
    @CsvSource({
        "node_modules, node_modules/a/b.js, true",
        "node_modules, src/node_modules/a, false",
        "**/node_modules, src/node_modules/a, true",
        "*.log, a.log, true",
        "*.log, logs/a.log, false",
        "**/*.log, logs/deep/a.log, true",
        "**/*.log, a.log, true",
        "/build/, build/x, true",
        "./build, build, true",
        "a/../b, b, true",
        "temp?, tempa, true",
        "temp?, temp, false",
        "docs/**, docs/a/b, true",
        "*, anything, true",
        "[a-c]x, bx, true",
        "a.b, axb, false",
        "(a+)+$, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!, false",
    })
    void matchesAsTheDockerClientDoes(String pattern, String path, boolean ignored) {
        assertThat(IgnoreRules.parse(pattern).ignores(path)).isEqualTo(ignored);
    }

    @ParameterizedTest
    @CsvSource({"README.md, false", "a.md, true", "deep/README.md, true", "secret/keep, false", "secret/other, true"})
    void theLastMatchCounts(String path, boolean ignored) {
        IgnoreRules rules = IgnoreRules.parse("# comment\n**/*.md\n!README.md\n\nsecret\n!secret/keep\n");
        assertThat(rules.ignores(path)).isEqualTo(ignored);
        assertThat(rules.mayBringBack()).isTrue();
    }
}
