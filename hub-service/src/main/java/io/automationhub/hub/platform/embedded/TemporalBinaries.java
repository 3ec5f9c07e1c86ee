package io.automationhub.hub.platform.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The Temporal server and its SQL schema tool, as {@code scripts/install-temporal} leaves them.
 *
 * @param server the server
 * @param sql the tool that sets up and upgrades its tables
 */
record TemporalBinaries(Path server, Path sql) {

    /** The version {@code scripts/install-temporal} installs; a test holds them together. */
    static final String VERSION = "1.32.1";

    /**
     * Finds both programs: {@code temporal-server} and {@code temporal-sql-tool} on the {@code PATH}, else the tool cache
     * in {@code $XDG_CACHE_HOME} or {@code ~/.cache}.
     */
    static Optional<TemporalBinaries> locate(Map<String, String> environment) {
        return onPath(environment).or(() -> inCache(environment));
    }

    private static Optional<TemporalBinaries> onPath(Map<String, String> environment) {
        return find(environment, "temporal-server")
                .flatMap(
                        server -> find(environment, "temporal-sql-tool").map(sql -> new TemporalBinaries(server, sql)));
    }

    private static Optional<Path> find(Map<String, String> environment, String program) {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder).resolve(program);
            if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    private static Optional<TemporalBinaries> inCache(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path cache = configured.isEmpty() ? Path.of(home, ".cache") : Path.of(configured);
        Path folder = cache.resolve("automation-hub/tools/temporal-" + VERSION).toAbsolutePath();
        TemporalBinaries cached = new TemporalBinaries(folder.resolve("server"), folder.resolve("sql"));
        boolean usable = Files.isExecutable(cached.server) && Files.isExecutable(cached.sql);
        return usable ? Optional.of(cached) : Optional.empty();
    }
}
