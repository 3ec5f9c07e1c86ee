package io.automationhub.hub.platform.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link StandIn} in a program of its own, to be killed. */
final class ForkedHub implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    private ForkedHub(Process process) {
        this.process = process;
    }

    /** Starts it and waits until it is ready or has failed. */
    static ForkedHub start(List<String> launcher, Path dataDir, Path binaries, String... more) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StandIn.class.getName(),
                dataDir.toString(),
                binaries.toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        ForkedHub hub = new ForkedHub(builder.start());
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(hub.process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            hub.lines.add(line);
            if (line.equals("ready") || line.startsWith("failed")) {
                break;
            }
        }
        return hub;
    }

    /** Everything it printed until it was ready. */
    String output() {
        return String.join("\n", lines);
    }

    private String[] words(String first) {
        return lines.stream()
                .filter(line -> line.startsWith(first + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output()))
                .split(" ", -1);
    }

    int postgresPort() {
        return Integer.parseInt(words("postgres")[1]);
    }

    long pid(String child) {
        return Long.parseLong(words(child)[2]);
    }

    /** What {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
