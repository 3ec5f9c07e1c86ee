package io.automationhub.hub.features.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "github.com",
                "git-1.example.org:8443",
                "*.example.org",
                "10.0.0.7",
                "[2001:db8::1]:22",
                "localhost"
            })
    void usualOnesAreTaken(String text) {
        assertThat(HostPattern.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "*", "*.org", "*.", "a.*", "*a.example.org", "https://github.com", "github.com/x",
                        "user@github.com",
                "github.com.", "-a", "a b", "a\n", "github.com:0", "github.com:", ".example.org", "a..b", "::1"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> HostPattern.parse(text)).isInstanceOf(ProblemException.class);
    }
}
