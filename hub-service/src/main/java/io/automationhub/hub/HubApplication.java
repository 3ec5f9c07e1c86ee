package io.automationhub.hub;

import io.automationhub.hub.platform.embedded.EmbeddedException;
import io.automationhub.hub.platform.settings.HubSettings;
import io.automationhub.hub.platform.settings.LogFormat;
import io.automationhub.hub.platform.settings.SettingsException;
import io.automationhub.hub.platform.telemetry.Logging;
import io.automationhub.workflows.agent.Agent;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The program: reads its settings from the environment, starts the hub, and runs until it is told to stop. */
public final class HubApplication {

    private static final int WRONG_USE = 2;
    private static final int CANNOT_START = 1;

    private HubApplication() {}

    /**
     * Starts the hub, or with the argument {@code migrate} only brings its database up to date. Ends with status 2 for
     * wrong settings or arguments and 1 when something it needs cannot be had.
     */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        if (given.equals(List.of("migrate"))) {
            prepared(settings -> {
                Hub.migrate(settings, System.getenv());
                Logging.flush();
            });
        } else if (given.isEmpty()) {
            run(UnaryOperator.identity());
        } else {
            end(WRONG_USE, "usage: hub-service [migrate]");
        }
    }

    /** As {@link #main}, with every built-in agent passed through a decorator, as tests do that break them. */
    static void run(UnaryOperator<Agent> decorator) throws Exception {
        prepared(settings -> {
            Hub hub = Hub.start(settings, System.getenv(), decorator);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
                        hub.close();
                        Logging.flush();
                        stopped.countDown();
                    }));
            stopped.await();
        });
    }

    private static void prepared(Task task) throws Exception {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        try {
            HubSettings settings = HubSettings.from(System.getenv());
            Logging.configure(settings.logLevel().name(), settings.logFormat() == LogFormat.JSON);
            task.run(settings);
        } catch (SettingsException e) {
            end(WRONG_USE, String.valueOf(e.getMessage()));
        } catch (EmbeddedException e) {
            end(CANNOT_START, "The hub cannot start: " + e.getMessage());
        }
    }

    private static void end(int status, String message) {
        Logging.flush();
        System.err.println(message);
        System.exit(status);
    }

    /** What the program does once it knows its settings. */
    private interface Task {
        void run(HubSettings settings) throws Exception;
    }
}
