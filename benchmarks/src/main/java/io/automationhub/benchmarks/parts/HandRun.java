package io.automationhub.benchmarks.parts;

import io.automationhub.benchmarks.load.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same release by hand: {@code git fetch && docker build && docker run}, until the health check answers. What a
 * deployment does beyond that (prove, switch, tidy up) is its overhead; the old container is removed off the clock.
 */
public final class HandRun implements AutoCloseable {

    private final Path clone;
    private final String name;
    private int count;
    private final List<String> containers = new ArrayList<>();

    /** Clones the application. */
    public HandRun(Path folder, String name, SampleApp app) {
        this.clone = folder.resolve("hand-" + name);
        this.name = "hub-bench-" + ProcessHandle.current().pid() + "-" + name;
        Commands.run(folder, "git", "clone", "--quiet", app.folder().toString(), clone.toString());
    }

    /** Brings up the newest commit; how long it took. */
    public Duration release() throws InterruptedException {
        int port = Ports.free();
        String container = name + "-" + ++count;
        List<String> old = List.copyOf(containers);
        containers.add(container);
        long began = System.nanoTime();
        Commands.run(clone, "git", "fetch", "--quiet", "--depth=1", "origin", "main");
        Commands.run(clone, "git", "checkout", "--quiet", "--force", "FETCH_HEAD");
        Commands.run(clone, "docker", "build", "--quiet", "--tag", name, ".");
        Commands.run(
                clone, "docker", "run", "--detach", "--name", container, "-p", "127.0.0.1:" + port + ":8080", name);
        while (!healthy(port)) {
            if (System.nanoTime() - began > Duration.ofMinutes(2).toNanos()) {
                throw new IllegalStateException(container + " does not get healthy");
            }
            Thread.sleep(10);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        remove(old);
        return took;
    }

    private static boolean healthy(int port) {
        try {
            return Connection.once(port, "/health", Map.of("Host", "localhost")).ok();
        } catch (IOException e) {
            return false;
        }
    }

    private void remove(List<String> names) {
        if (!names.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("docker", "rm", "--force"));
            command.addAll(names);
            Commands.run(clone, command);
            containers.removeAll(names);
        }
    }

    @Override
    public void close() {
        remove(List.copyOf(containers));
        Commands.run(clone, "docker", "rmi", "--force", name);
    }
}
