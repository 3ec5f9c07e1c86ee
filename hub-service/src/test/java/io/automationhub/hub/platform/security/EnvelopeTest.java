package io.automationhub.hub.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private final Envelope envelope =
            new Envelope(MasterKeys.parse(MasterKey.random().base64()));
    private final byte[] context = Envelope.context("secret", "A", 1);
    private final byte[] value = "canary-value".getBytes(StandardCharsets.UTF_8);

    @Test
    void opensWhatItSealed() {
        Sealed sealed = envelope.seal(context, value);
        assertThat(envelope.open(context, sealed)).isEqualTo(value);
        assertThat(new String(sealed.ciphertext(), StandardCharsets.ISO_8859_1)).doesNotContain("canary");
    }

    @Test
    void neverSealsTheSameWay() {
        assertThat(envelope.seal(context, value).ciphertext())
                .isNotEqualTo(envelope.seal(context, value).ciphertext());
    }

    @Test
    void doesNotOpenInAnotherContext() {
        Sealed sealed = envelope.seal(context, value);
        for (byte[] other : new byte[][] {
            Envelope.context("secret", "A", 2), Envelope.context("secret", "B", 1), Envelope.context("secretA", "", 1)
        }) {
            assertThatThrownBy(() -> envelope.open(other, sealed)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> envelope.rewrap(other, sealed)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void doesNotOpenPartsOfTwoSealedValues() {
        Sealed one = envelope.seal(context, value);
        Sealed two = envelope.seal(context, value);
        assertThatThrownBy(() -> envelope.open(context, new Sealed(one.keyId(), one.wrappedKey(), two.ciphertext())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noticesEveryChangedByte() {
        Sealed sealed = envelope.seal(context, value);
        for (int i = 0; i < sealed.ciphertext().length; i++) {
            byte[] changed = sealed.ciphertext().clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> envelope.open(context, new Sealed(sealed.keyId(), sealed.wrappedKey(), changed)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageNotContaining("canary");
        }
        assertThatThrownBy(() -> envelope.open(context, new Sealed(sealed.keyId(), sealed.wrappedKey(), new byte[5])))
                .hasMessageContaining("cut off");
    }

    @Test
    void contextsOfDifferentPartsDiffer() {
        assertThat(Envelope.context("ab", "c")).isNotEqualTo(Envelope.context("a", "bc"));
        assertThat(Envelope.context("ab")).isNotEqualTo(Envelope.context("ab", ""));
    }
}
