package io.automationhub.activities.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildContextIT {

    @TempDir
    Path folder;

    private Path checkout = Path.of("");

    @BeforeEach
    void source() throws IOException {
        Files.writeString(folder.resolve("outside"), "canary");
        checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.createDirectories(checkout.resolve(".git"));
        Files.writeString(checkout.resolve(".git/config"), "canary");
        Files.createDirectories(checkout.resolve("app/deep"));
        Files.writeString(checkout.resolve("Dockerfile"), "FROM scratch");
        Files.writeString(checkout.resolve("app/Dockerfile"), "FROM scratch");
        Files.writeString(checkout.resolve("app/deep/file"), "content");
        Files.createSymbolicLink(checkout.resolve("app/link"), Path.of("deep/file"));
    }

    @Test
    void holdsTheSourceWithoutGit() throws IOException {
        assertThat(read(".", "app/Dockerfile"))
                .containsOnlyKeys("Dockerfile", "app/", "app/Dockerfile", "app/deep/", "app/deep/file", "app/link")
                .containsEntry("app/deep/file", "content")
                .containsEntry("app/link", "-> deep/file");
        assertThat(read("app", "Dockerfile")).containsOnlyKeys("Dockerfile", "deep/", "deep/file", "link");
    }

    @Test
    void leavesOutWhatDockerignoreSaysButTheDockerfile() throws IOException {
        Files.writeString(checkout.resolve(".dockerignore"), "*\n!app/deep\n");
        assertThat(read(".", "Dockerfile"))
                .containsOnlyKeys(".dockerignore", "Dockerfile", "app/deep/", "app/deep/file");
    }

    @Test
    void labelsComeInADockerfileBesideTheFiles() throws IOException {
        assertThat(labeled("Dockerfile"))
                .containsEntry(".automation-hub.dockerfile", "FROM scratch\nLABEL a=b")
                .containsEntry(".dockerignore", ".dockerignore\n.automation-hub.dockerfile\n")
                .containsEntry("Dockerfile", "FROM scratch");
        Files.writeString(checkout.resolve(".automation-hub.dockerfile"), "mine");
        Files.writeString(checkout.resolve(".dockerignore"), "Dockerfile\n!other");
        assertThat(labeled("Dockerfile"))
                .containsEntry("..automation-hub.dockerfile", "FROM scratch\nLABEL a=b")
                .containsEntry(".automation-hub.dockerfile", "mine")
                .containsEntry(".dockerignore", "Dockerfile\n!other\n..automation-hub.dockerfile\n")
                // As the engine would have taken it out.
                .doesNotContainKey("Dockerfile");
    }

    @Test
    void aDockerfileThatIsNoTextIsLeftAsItIs() throws IOException {
        Files.write(checkout.resolve("Dockerfile"), new byte[] {'F', 'R', 'O', 'M', ' ', 'a', (byte) 0xff});
        assertThat(context("Dockerfile").withEarlySettings(null, Map.of("a", "b")))
                .isEmpty();
        Files.delete(checkout.resolve("Dockerfile"));
        Files.writeString(checkout.resolve("Dockerfile"), "FROM a");
        Files.createSymbolicLink(checkout.resolve(".dockerignore"), Path.of("app/deep/file"));
        assertThat(context("Dockerfile").withEarlySettings(null, Map.of("a", "b")))
                .isEmpty();
    }

    @Test
    void bigFilesAndLongNamesArriveWhole() throws IOException {
        byte[] big = new byte[3_000_017];
        new java.util.Random(7).nextBytes(big);
        String name = "ä".repeat(60) + "/" + "n".repeat(200);
        Files.createDirectories(checkout.resolve(name).getParent());
        Files.write(checkout.resolve(name), big);
        assertThat(read(".", "Dockerfile").get(name)).isEqualTo(new String(big, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "/etc/passwd",
                "-f",
                "app/../../outside",
                "escape",
                "dir/Dockerfile",
                "missing",
                "a\nb",
                "a\0b",
                "",
                "app"
            })
    void aDockerfileOutsideTheContextIsRefused(String dockerfile) throws IOException {
        Files.createSymbolicLink(checkout.resolve("escape"), folder.resolve("outside"));
        Files.createSymbolicLink(checkout.resolve("dir"), folder);
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch");
        refused(".", dockerfile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "/", "-", "app/../..", "up", "missing", "Dockerfile"})
    void aContextOutsideTheSourceIsRefused(String context) throws IOException {
        Files.createSymbolicLink(checkout.resolve("up"), folder);
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch");
        refused(context, "Dockerfile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../outside", "../../../../../etc/passwd", ".."})
    void aLinkOutOfTheContextIsRefused(String target) throws IOException {
        read(".", "Dockerfile");
        Files.createSymbolicLink(checkout.resolve("evil"), Path.of(target));
        refused(".", "Dockerfile");
        Files.writeString(checkout.resolve(".dockerignore"), "evil");
        assertThat(read(".", "Dockerfile")).doesNotContainKey("evil");
    }

    @Test
    void limitsHold() {
        assertThatThrownBy(() -> BuildContext.of(checkout, ".", "Dockerfile", new BuildContext.Limits(5, 100)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
        assertThatThrownBy(() -> BuildContext.of(checkout, ".", "Dockerfile", new BuildContext.Limits(5_000, 3)))
                .isInstanceOf(ProblemException.class);
    }

    private void refused(String context, String dockerfile) {
        assertThatThrownBy(() -> BuildContext.of(checkout, context, dockerfile, BuildContext.Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID));
    }

    private BuildContext context(String dockerfile) {
        return BuildContext.of(checkout, ".", dockerfile, BuildContext.Limits.DEFAULT);
    }

    private Map<String, String> labeled(String dockerfile) throws IOException {
        return read(
                context(dockerfile).withEarlySettings(null, Map.of("a", "b")).orElseThrow());
    }

    private Map<String, String> read(String context, String dockerfile) throws IOException {
        return read(BuildContext.of(checkout, context, dockerfile, BuildContext.Limits.DEFAULT));
    }

    private static Map<String, String> read(BuildContext chosen) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(chosen.open(), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                found.put(
                        entry.getName(),
                        entry.isSymbolicLink()
                                ? "-> " + entry.getLinkName()
                                : new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return found;
    }
}
