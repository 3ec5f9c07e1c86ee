package io.automationhub.workflows.definition.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternCostTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9-]{1,63}){0,10}$",
                "a{1000}",
                "\\p{L}{1,40}\\x{10FFFF}",
                "[]{1000}[]{2}",
                "[[:alpha:]\\]]{10}",
                "((((((((((a?)?)?)?)?)?)?)?)?)?)?",
                "a{,5}{x}{",
                ")))",
                "(((",
                "",
            })
    void takesWhatIsSmall(String pattern) {
        assertThat(PatternCost.isTooLarge(pattern)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(a{50}){50}",
                "(?:[a-z]{999}){0,3}",
                "(a|b|c{100}){30}",
                "a{999}b{999}c{999}",
                "(a{500}\\Q)))\\E){1000}",
                "(x{1000}){2,}",
                "((\\(|[(]){300}){10}",
            })
    void noticesWhatIsLarge(String pattern) {
        assertThat(PatternCost.isTooLarge(pattern)).isTrue();
    }

    @Test
    void aLongTextIsLarge() {
        assertThat(PatternCost.isTooLarge("a".repeat(1_999))).isFalse();
        assertThat(PatternCost.isTooLarge("a".repeat(2_001))).isTrue();
        assertThat(PatternCost.isTooLarge("(".repeat(1_999))).isFalse();
    }
}
