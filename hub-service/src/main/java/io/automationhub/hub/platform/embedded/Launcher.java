package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds the command that starts a child: in a session of its own, so that Ctrl-C reaches only the hub, which then stops
 * its children in order; with a signal when its parent dies; as another user where asked.
 */
record Launcher(Optional<ServiceUser> user, Optional<String> deathSignal) {

    private static final List<Path> PROGRAM_FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"));

    /** Runs as another user; without one, as the hub's. */
    static Launcher as(Optional<ServiceUser> user) {
        return new Launcher(user, Optional.empty());
    }

    /** The same, and the kernel sends a signal, such as {@code KILL}, when the thread that starts the child ends. */
    Launcher endingWithParent(String signal) {
        return new Launcher(user, Optional.of(signal));
    }

    /** The full command. */
    List<String> command(List<String> program) throws IOException {
        List<String> command = new ArrayList<>();
        if (deathSignal.isPresent() && has("setsid")) {
            command.add("setsid");
        }
        if (has("setpriv")) {
            List<String> options = options();
            if (!options.isEmpty()) {
                command.add("setpriv");
                command.addAll(options);
                command.add("--");
            }
        } else if (user.isPresent()) {
            throw new IOException("setpriv (package util-linux) is needed to start PostgreSQL under root");
        }
        command.addAll(program);
        return command;
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        user.ifPresent(other -> options.addAll(
                List.of("--reuid=" + other.uid(), "--regid=" + other.gid(), "--clear-groups", "--no-new-privs")));
        deathSignal.ifPresent(signal -> options.addAll(List.of("--pdeathsig", signal)));
        return options;
    }

    private static boolean has(String program) {
        return PROGRAM_FOLDERS.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }
}
