package io.automationhub.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtagsTest {

    @ParameterizedTest
    @ValueSource(strings = {"\"v7\"", "*", " * ", "\"a\",\"v7\"", "W/\"v7\", \"v7\"", "\"v7\", \"b\""})
    void matches(String header) {
        assertThatCode(() -> Etags.requireMatch(header, Etags.of(7))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v8\"", "W/\"v7\"", "v7", "\"v7", "", "\"\"", "\"xv7\""})
    void doesNotMatch(String header) {
        assertThatThrownBy(() -> Etags.requireMatch(header, Etags.of(7))).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"v7\"|true", "W/\"v7\"|true", "*|true", "\"v8\"|false", "\"v6\", W/\"v7\"|true"})
    void knowsWeakly(String header, boolean known) {
        assertThat(Etags.isKnown(header, Etags.of(7))).isEqualTo(known);
        assertThat(Etags.isKnown(header, "W/" + Etags.of(7))).isEqualTo(known);
    }

    @Test
    void withoutTheHeaderEverythingGoes() {
        assertThatCode(() -> Etags.requireMatch(null, Etags.of(7))).doesNotThrowAnyException();
        assertThat(Etags.isKnown(null, Etags.of(7))).isFalse();
    }
}
