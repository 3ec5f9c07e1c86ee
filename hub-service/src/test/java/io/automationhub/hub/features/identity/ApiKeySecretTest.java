package io.automationhub.hub.features.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeySecretTest {

    /** Fixes the form: scanners of leaked secrets rely on it. */
    private static final String FIXED = "hub_AAAAAAAA_" + "0".repeat(43) + "_";

    @Test
    void hasTheFormAndTheChecksum() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String secret = ApiKeySecret.generate();
            assertThat(secret)
                    .matches("hub_\\w{8}_\\w{43}_\\w{6}")
                    .satisfies(s -> assertThat(ApiKeySecret.isWellFormed(s)).isTrue());
            assertThat(seen.add(secret)).isTrue();
            assertThat(ApiKeySecret.hint(secret)).hasSize(12);
        }
    }

    @Test
    void theChecksumIsCrc32InBase62() {
        // CRC-32 of FIXED without its last underscore, worked out by another program.
        assertThat(ApiKeySecret.isWellFormed(FIXED + "0f0wmx")).isTrue();
    }

    @Test
    void everyTypoIsNoticed() {
        String secret = ApiKeySecret.generate();
        for (int i = 0; i < secret.length(); i++) {
            char other = secret.charAt(i) == 'a' ? 'b' : 'a';
            String changed = secret.substring(0, i) + other + secret.substring(i + 1);
            assertThat(ApiKeySecret.isWellFormed(changed)).as("at %d", i).isFalse();
        }
        assertThat(ApiKeySecret.isWellFormed(secret + "a")).isFalse();
        assertThat(ApiKeySecret.isWellFormed(secret + "\n")).isFalse();
        assertThat(ApiKeySecret.isWellFormed("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "changeme-changeme-changeme-changeme-1",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "abcabcabcabcabcabcabcabcabcabcabcabcabc",
                "my-very-long-Password-that-is-known-17",
                "k3j4h5k3j4h5 k3j4h5kj34h5kj34h5kj3h45",
                "0123456789xyz0123456789xyz0123456789xyz",
                "hub_AAAAAAAA_0000000000000000000000000000000000000000000_000000"
            })
    void refusesWeakKeysOfAnOperator(String weak) {
        assertThatThrownBy(() -> ApiKeySecret.requireStrong(weak))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(weak.length() > 5
                                && String.valueOf(e.getMessage()).contains(weak))
                        .isFalse());
    }

    @Test
    void takesRandomKeysOfAnOperator() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            String key = Base64.getEncoder().encodeToString(bytes);
            assertThatCode(() -> ApiKeySecret.requireStrong(key)).as(key).doesNotThrowAnyException();
        }
        assertThatCode(() -> ApiKeySecret.requireStrong(ApiKeySecret.generate()))
                .doesNotThrowAnyException();
    }
}
