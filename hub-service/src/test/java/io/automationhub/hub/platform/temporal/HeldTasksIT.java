package io.automationhub.hub.platform.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.automationhub.hub.platform.temporal.HeldTasks.Held;
import io.automationhub.hub.platform.temporal.HeldTasks.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldTasksIT {

    private static final ByteString WORKFLOW = ByteString.copyFromUtf8("token of a workflow task");
    private static final ByteString ACTIVITY = ByteString.copyFromUtf8("token of an activity");

    @TempDir
    private Path parent = Path.of("");

    private Path folder() {
        return parent.resolve("tasks");
    }

    @Test
    void findsWhatAnEarlierProgramHeldAndDidNotAnswer() {
        HeldTasks earlier = new HeldTasks(folder());
        earlier.hold(Kind.WORKFLOW, WORKFLOW);
        earlier.hold(Kind.ACTIVITY, ACTIVITY);
        earlier.hold(Kind.ACTIVITY, WORKFLOW);
        earlier.forget(Kind.ACTIVITY, WORKFLOW);

        assertThat(earlier.left()).isEmpty();
        assertThat(new HeldTasks(folder()).left())
                .containsExactlyInAnyOrder(new Held(Kind.WORKFLOW, WORKFLOW), new Held(Kind.ACTIVITY, ACTIVITY));
    }

    @Test
    void findsItAgainUntilItIsForgotten() {
        new HeldTasks(folder()).hold(Kind.ACTIVITY, ACTIVITY);

        assertThat(new HeldTasks(folder()).left()).hasSize(1);
        HeldTasks third = new HeldTasks(folder());
        third.left().forEach(task -> third.forget(task.kind(), task.token()));
        assertThat(new HeldTasks(folder()).left()).isEmpty();
    }

    @Test
    void throwsAwayWhatWasCutOffWhileItWasWritten() throws Exception {
        new HeldTasks(folder()).hold(Kind.ACTIVITY, ACTIVITY);
        Path file = onlyFile();
        Files.write(file, List.of());

        assertThat(new HeldTasks(folder()).left()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void goesOnWhenNothingCanBeWritten() throws Exception {
        HeldTasks tasks = new HeldTasks(folder());
        Files.delete(folder());

        tasks.hold(Kind.ACTIVITY, ACTIVITY);
        tasks.forget(Kind.ACTIVITY, ACTIVITY);

        assertThat(folder()).doesNotExist();
    }

    private Path onlyFile() throws Exception {
        try (Stream<Path> files = Files.list(folder())) {
            return files.toList().getFirst();
        }
    }
}
