package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs small programs to their end. */
final class Tool {

    private static final int MAX_OUTPUT_BYTES = 64 * 1024;

    private Tool() {}

    /**
     * What a program left behind.
     *
     * @param exitCode 0 for success
     * @param output standard output and error, at most 64 KiB
     */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a program.
     *
     * @param environment variables set in addition to the inherited ones
     * @throws IOException when it cannot be started or does not end in time
     */
    static Result run(List<String> command, Map<String, String> environment, Duration patience)
            throws IOException, InterruptedException {
        Path capture = Files.createTempFile("hub-tool", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(capture.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException(command.getFirst() + " did not end within " + patience.toSeconds() + " s");
            }
            try (InputStream output = Files.newInputStream(capture)) {
                return new Result(
                        process.exitValue(), new String(output.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8));
            }
        } finally {
            Files.deleteIfExists(capture);
        }
    }

    /** Runs a program that must succeed. */
    static String require(List<String> command, Map<String, String> environment, Duration patience)
            throws IOException, InterruptedException {
        Result result = run(command, environment, patience);
        if (!result.succeeded()) {
            throw new EmbeddedException(command.getFirst() + " failed with exit code " + result.exitCode() + ": "
                    + result.output().strip());
        }
        return result.output();
    }
}
