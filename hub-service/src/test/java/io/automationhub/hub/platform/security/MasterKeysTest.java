package io.automationhub.hub.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MasterKeysTest {

    @TempDir
    Path folder = Path.of("");

    static Stream<String> weakKeys() {
        byte[] counting = new byte[32];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) (i + 1);
        }
        return Stream.of(
                "",
                "not base64 !",
                base64(new byte[32]),
                base64(counting),
                base64("changeme-changeme-changeme-chang".getBytes(StandardCharsets.US_ASCII)),
                base64("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)),
                base64(new byte[16]),
                MasterKey.random().base64().substring(4),
                MasterKey.random().base64() + MasterKey.random().base64());
    }

    @ParameterizedTest
    @MethodSource("weakKeys")
    void refusesWeakKeysWithoutRepeatingThem(String weak) {
        assertThatThrownBy(() -> MasterKeys.parse(weak))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand -base64 32")
                .satisfies(e -> assertThat(weak.length() > 8
                                && String.valueOf(e.getMessage()).contains(weak))
                        .isFalse());
    }

    @Test
    void takesEveryRandomKey() {
        for (int i = 0; i < 2000; i++) {
            assertThat(MasterKey.parse(MasterKey.random().base64()).id()).hasSize(16);
        }
    }

    @Test
    void makesAKeyForItsOwnerOnlyAndKeepsIt() throws IOException {
        Path file = folder.resolve("keys/master.key");
        MasterKeys made = MasterKeys.load(null, file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(MasterKeys.load(" ", file).currentId()).isEqualTo(made.currentId());
        assertThat(folder.resolve("keys").toFile().list()).containsExactly("master.key");
        assertThat(made.current()).asString().doesNotContain(made.current().base64());
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        Path file = folder.resolve("master.key");
        MasterKeys.load(null, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> MasterKeys.load(null, file)).hasMessageContaining("0600");
    }

    @Test
    void theFirstOfSeveralIsCurrentAndTheOthersStillOpen() {
        MasterKey old = MasterKey.random();
        MasterKey fresh = MasterKey.random();
        byte[] context = Envelope.context("a");
        Sealed sealed = new Envelope(MasterKeys.parse(old.base64())).seal(context, new byte[] {1, 2});
        Envelope rotated = new Envelope(MasterKeys.parse(fresh.base64() + "," + old.base64()));
        assertThat(rotated.open(context, sealed)).containsExactly(1, 2);
        Sealed rewrapped = rotated.rewrap(context, sealed);
        assertThat(rewrapped.keyId()).isEqualTo(fresh.id());
        assertThat(new Envelope(MasterKeys.parse(fresh.base64())).open(context, rewrapped))
                .containsExactly(1, 2);
        assertThatThrownBy(() -> new Envelope(MasterKeys.parse(fresh.base64())).open(context, sealed))
                .hasMessageContaining("There is no master key " + old.id());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void aChangeCutShortGoesOnWithTheSameKey(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("master.key");
        String old = MasterKeys.load(null, file).currentId();
        MasterKeys changing = MasterKeys.withNew(file);
        assertThat(changing.ids()).hasSize(2).contains(old);
        assertThat(changing.currentId()).isNotEqualTo(old);

        assertThat(MasterKeys.withNew(file).ids()).isEqualTo(changing.ids());
        MasterKeys.keepCurrent(file);
        assertThat(MasterKeys.load(null, file).ids()).containsExactly(changing.currentId());
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void neverMakesAKeyForWhatMustExist(@TempDir Path folder) {
        Path file = folder.resolve("master.key");
        assertThatThrownBy(() -> MasterKeys.existing(null, file)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> MasterKeys.withNew(file)).isInstanceOf(NoSuchFileException.class);
        assertThat(file).doesNotExist();
    }
}
