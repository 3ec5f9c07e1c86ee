package io.automationhub.hub.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPartsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theScriptInstallsTheVersionThatIsLookedFor() throws Exception {
        assertThat(Files.readAllLines(Path.of("../scripts/install-temporal")))
                .contains("VERSION=" + TemporalBinaries.VERSION);
    }

    @Test
    void programsOnThePathComeBeforeTheToolCache() throws Exception {
        Path cached = folder.resolve("cache/automation-hub/tools/temporal-" + TemporalBinaries.VERSION);
        Map<String, String> environment = Map.of(
                "PATH",
                folder.resolve("bin").toString(),
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString());
        assertThat(TemporalBinaries.locate(environment)).isEmpty();
        TemporalBinaries inCache = programs(cached, "server", "sql");
        assertThat(TemporalBinaries.locate(environment)).contains(inCache);
        TemporalBinaries onPath = programs(folder.resolve("bin"), "temporal-server", "temporal-sql-tool");
        assertThat(TemporalBinaries.locate(environment)).contains(onPath);
    }

    private static TemporalBinaries programs(Path folder, String server, String sql) throws Exception {
        Files.createDirectories(folder);
        for (String name : List.of(server, sql)) {
            assertThat(Files.createFile(folder.resolve(name)).toFile().setExecutable(true))
                    .isTrue();
        }
        return new TemporalBinaries(folder.resolve(server), folder.resolve(sql));
    }

    @Test
    void secretsAreLongDifferentAndRemembered() throws Exception {
        EmbeddedState state = EmbeddedState.load(folder);
        String first = state.secret("a");
        assertThat(first).hasSize(32).isNotEqualTo(state.secret("b"));
        assertThat(EmbeddedState.load(folder).secret("a")).isEqualTo(first);
        String instance = state.instance();
        assertThat(EmbeddedState.load(folder).instance()).isEqualTo(instance);
    }

    @Test
    void portsAreRememberedAndStayBelowWhatTemporalCanStore() throws Exception {
        EmbeddedState state = EmbeddedState.load(folder);
        int first = Ports.block(state, "ports", 8);
        assertThat(first).isBetween(20_000, 32_000 - 8);
        assertThat(Ports.block(EmbeddedState.load(folder), "ports", 8)).isEqualTo(first);
    }

    @Test
    void logsRotateAndKeepTwoPredecessors() throws Exception {
        Path file = folder.resolve("logs/child.log");
        try (RotatingLog log = new RotatingLog(file, 4)) {
            for (String text : List.of("one\n", "two\n", "six\n", "ten\n")) {
                log.write(text.getBytes(StandardCharsets.UTF_8), 4);
            }
            assertThat(log.tail(5)).containsExactly("ten");
        }
        assertThat(file.resolveSibling("child.log.1")).hasContent("six\n");
        assertThat(file.resolveSibling("child.log.2")).hasContent("two\n");
        assertThat(file.resolveSibling("child.log.3")).doesNotExist();
    }

    @Test
    void aChildIsStartedAsItsUserWithItsDeathSignal() throws Exception {
        assertThat(Launcher.as(Optional.empty()).command(List.of("x", "-y"))).containsExactly("x", "-y");
        assertThat(Launcher.as(Optional.of(new ServiceUser("u", 7, 8)))
                        .endingWithParent("INT")
                        .command(List.of("x")))
                .containsExactly(
                        "setsid",
                        "setpriv",
                        "--reuid=7",
                        "--regid=8",
                        "--clear-groups",
                        "--no-new-privs",
                        "--pdeathsig",
                        "INT",
                        "--",
                        "x");
    }
}
