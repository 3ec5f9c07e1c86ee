package io.automationhub.hub.platform.embedded;

import io.automationhub.activities.edge.ProxyProcesses;
import io.automationhub.activities.process.PidFile;
import io.automationhub.activities.process.ProcessIdentity;
import io.automationhub.hub.platform.settings.LogLevel;
import io.automationhub.hub.platform.telemetry.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a hub from outside ({@code make stop}): the hub of a data folder, in order, and with {@code --all} also what
 * outlives it: the edge proxy, and the Docker engine of the hub's own with its containers.
 */
public final class Stop {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PROXY_PATIENCE = Duration.ofSeconds(10);

    private Stop() {}

    /** Arguments: the data folder, and optionally {@code --all}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Logging.configure(LogLevel.WARN.name(), false);
        Path dataDir = Path.of(arguments[0]).toAbsolutePath().normalize();
        say(stopHub(dataDir) ? "The hub has ended." : "No hub runs on " + dataDir + ".");
        if (List.of(arguments).contains("--all")) {
            say(stopProxy(dataDir) ? "Its edge proxy has ended." : "It has no edge proxy running.");
            say(stopEngine(dataDir) ? "Its Docker engine has ended." : "It has no Docker engine of its own running.");
        }
    }

    private static void say(String text) {
        System.out.println(text);
    }

    /** Ends the hub of a data folder; whether there was one. */
    static boolean stopHub(Path dataDir) throws IOException, InterruptedException {
        Optional<ProcessHandle> hub =
                new PidFile(dataDir.resolve(DataDirectory.PID_FILE)).running().flatMap(ProcessIdentity::handle);
        if (hub.isEmpty()) {
            return false;
        }
        hub.get().destroy();
        try {
            hub.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("The hub, process " + hub.get().pid() + ", does not end", e);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        return true;
    }

    /** Ends the edge proxy of a data folder; whether there was one. */
    static boolean stopProxy(Path dataDir) throws IOException, InterruptedException {
        return new ProxyProcesses(dataDir.resolve("edge")).endAll(PROXY_PATIENCE) > 0;
    }

    /** Ends the Docker engine of a data folder and its containers; whether there was one. */
    static boolean stopEngine(Path dataDir) throws IOException, InterruptedException {
        if (!Files.isDirectory(dataDir.resolve("docker"))) {
            return false;
        }
        OwnDockerEngine engine =
                new OwnDockerEngine(dataDir, OwnDockerEngine.socketFolder(EmbeddedState.load(dataDir)), List.of());
        boolean running = engine.isRunning();
        engine.stop();
        return running;
    }
}
