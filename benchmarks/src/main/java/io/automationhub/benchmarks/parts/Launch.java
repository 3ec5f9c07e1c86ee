package io.automationhub.benchmarks.parts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How Java programs are started: with the options of {@code scripts/run}.
 *
 * @param jar the packaged hub
 * @param agents jar with agents besides the built-in ones, or null
 * @param options of the virtual machine, the class cache among them
 */
public record Launch(Path jar, @Nullable Path agents, List<String> options) {

    private static final String CLASS_CACHE = "-XX:AOTCache=";
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "XDG_CACHE_HOME", "DOCKER_HOST", "LANG", "MALLOC_ARENA_MAX");

    public Launch {
        options = List.copyOf(options);
    }

    /** As {@code scripts/bench} states it in the environment. */
    public static Launch fromEnvironment(Map<String, String> environment) {
        return new Launch(
                Path.of(environment.getOrDefault("HUB_JAR", "hub-service/target/hub-service.jar")),
                null,
                Arrays.stream(environment.getOrDefault("HUB_JVM_OPTIONS", "").split("\n"))
                        .filter(option -> !option.isBlank())
                        .toList());
    }

    /** The same with more agents. */
    public Launch with(Path moreAgents) {
        return new Launch(jar, moreAgents, options);
    }

    /** Whether starts are quickened by the class cache. */
    public boolean cached() {
        return options.stream().anyMatch(option -> option.startsWith(CLASS_CACHE));
    }

    /** Starts a hub with nothing of the caller's configuration but where its tools and its engine are. */
    Process hub(Map<String, String> environment, Path log) throws IOException {
        // The class cache is made for the hub's jar, which has to come first.
        List<String> program = agents == null
                ? List.of("-jar", jar.toString())
                : List.of("-cp", jar + File.pathSeparator + agents, "io.automationhub.hub.HubApplication");
        return start(options, program, environment, log);
    }

    /** Starts another program of this class path with the same options, but for the cache of the hub's classes. */
    public Process program(Class<?> main, List<String> arguments, Path log) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path", ""), main.getName()));
        command.addAll(arguments);
        List<String> uncached = options.stream()
                .filter(option -> !option.startsWith(CLASS_CACHE))
                .toList();
        return start(uncached, command, Map.of(), log);
    }

    private static Process start(List<String> options, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        line.addAll(options);
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        Map<String, String> given = new HashMap<>(builder.environment());
        given.keySet().retainAll(INHERITED);
        builder.environment().clear();
        builder.environment().putAll(given);
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
