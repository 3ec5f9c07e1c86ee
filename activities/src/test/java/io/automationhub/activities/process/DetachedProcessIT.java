package io.automationhub.activities.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    private Path folder = Path.of("");

    private DetachedProcess sleeper(String... command) {
        return new DetachedProcess(new DetachedProcess.Spec(
                List.of(command), Map.of(), folder, folder.resolve("logs/x.log"), 10, folder.resolve("run/x.pid")));
    }

    @AfterEach
    void end() throws Exception {
        sleeper("sleep", "600").stop(PATIENCE);
    }

    @Test
    void isAdoptedByAnotherInstanceAndStoppedByAThird() throws Exception {
        ProcessIdentity first = sleeper("sleep", "600").ensure();
        assertThat(sleeper("sleep", "600").ensure()).isEqualTo(first);
        assertThat(sleeper("sleep", "600").stop(PATIENCE)).isTrue();
        assertThat(first.isAlive()).isFalse();
        assertThat(sleeper("sleep", "600").stop(PATIENCE)).isFalse();
    }

    @Test
    void aBareNumberIsNeverTrusted() throws Exception {
        long stranger = ProcessHandle.current().pid();
        new PidFile(folder.resolve("run/x.pid")).write(new ProcessIdentity(stranger, "another boot:1"));
        assertThat(sleeper("sleep", "600").running()).isEmpty();
        assertThat(sleeper("sleep", "600").stop(PATIENCE)).isFalse();
        assertThat(ProcessIdentity.of(stranger)).isPresent();
    }

    @Test
    void isStartedAgainAfterItWasKilled() throws Exception {
        ProcessIdentity first = sleeper("sleep", "600").ensure();
        first.handle().orElseThrow().destroyForcibly();
        await().atMost(PATIENCE).until(() -> !first.isAlive());
        assertThat(sleeper("sleep", "600").ensure()).isNotEqualTo(first);
    }

    @Test
    void oneThatIgnoresTheRequestIsKilled() throws Exception {
        DetachedProcess stubborn = sleeper("env", "--ignore-signal=TERM", "sleep", "600");
        ProcessIdentity identity = stubborn.ensure();
        await().atMost(PATIENCE)
                .until(() -> Files.readString(Path.of("/proc/" + identity.pid() + "/comm"))
                        .startsWith("sleep"));
        assertThat(stubborn.stop(Duration.ofMillis(300))).isTrue();
        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    void leadsASessionOfItsOwn() throws Exception {
        ProcessIdentity identity = sleeper("sleep", "600").ensure();
        await().atMost(PATIENCE).untilAsserted(() -> {
            String stat = Files.readString(Path.of("/proc/" + identity.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            assertThat(fields[3]).isEqualTo(Long.toString(identity.pid()));
        });
    }

    @Test
    void trimsItsLogIntoOnePredecessor() throws Exception {
        DetachedProcess talker = sleeper("echo", "more than ten bytes");
        talker.ensure();
        Path log = folder.resolve("logs/x.log");
        await().atMost(PATIENCE).until(() -> Files.size(log) > 10);
        talker.trimLog();
        assertThat(log).isEmptyFile();
        assertThat(folder.resolve("logs/x.log.1")).hasContent("more than ten bytes");
    }
}
