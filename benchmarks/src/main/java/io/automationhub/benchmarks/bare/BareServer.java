package io.automationhub.benchmarks.bare;

import io.automationhub.benchmarks.load.Connection;
import io.automationhub.benchmarks.parts.Commands;
import io.automationhub.benchmarks.parts.Counters;
import io.automationhub.benchmarks.parts.Hub;
import io.automationhub.benchmarks.parts.Launch;
import io.automationhub.benchmarks.parts.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The bare program, running beside a hub on the hub's PostgreSQL. */
public final class BareServer implements AutoCloseable {

    /** What it is asked for. */
    public static final String PATH = "/projects";

    private final int port = Ports.free();
    private final Process process;

    /** Starts it with as many database connections as the hub has; returns when it answers. */
    public BareServer(Launch launch, Hub hub, Path folder, int poolSize) throws IOException, InterruptedException {
        Path configuration = folder.resolve("bare.yaml");
        Files.writeString(configuration, """
                server:
                  type: simple
                  applicationContextPath: /
                  enableVirtualThreads: true
                  connector: {type: http, bindHost: 127.0.0.1, port: %d}
                  requestLog: {appenders: []}
                logging: {level: WARN}
                url: "%s"
                user: postgres
                password: "%s"
                poolSize: %d
                """.formatted(
                port, Counters.url(hub, "hub"), hub.embedded().getProperty("postgres.superuser.password"), poolSize));
        Path log = folder.resolve("bare.log");
        process = launch.program(BareApplication.class, List.of("server", configuration.toString()), log);
        long began = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - began > TimeUnit.MINUTES.toNanos(1)) {
                close();
                throw new IllegalStateException("The bare endpoint does not start: " + Files.readString(log));
            }
            Thread.sleep(50);
        }
    }

    private boolean answers() {
        try {
            return Connection.once(port, PATH, Map.of("Host", "localhost")).ok();
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        Commands.end(process);
    }
}
