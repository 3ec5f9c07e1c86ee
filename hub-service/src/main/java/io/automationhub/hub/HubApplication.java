package io.automationhub.hub;

import io.automationhub.hub.platform.embedded.EmbeddedException;
import io.automationhub.hub.platform.settings.HubSettings;
import io.automationhub.hub.platform.settings.LogFormat;
import io.automationhub.hub.platform.settings.SettingsException;
import io.automationhub.hub.platform.telemetry.Logging;
import io.automationhub.workflows.agent.Agent;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The program: reads its settings from the environment, starts the hub, and runs until it is told to stop. */
public final class HubApplication {

    private HubApplication() {}

    /** Starts the hub; ends with status 2 for wrong settings and 1 when something it needs cannot be had. */
    public static void main(String[] arguments) throws Exception {
        run(UnaryOperator.identity());
    }

    /** As {@link #main}, with every built-in agent passed through a decorator, as tests do that break them. */
    static void run(UnaryOperator<Agent> decorator) throws Exception {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Hub hub;
        try {
            HubSettings settings = HubSettings.from(System.getenv());
            Logging.configure(settings.logLevel().name(), settings.logFormat() == LogFormat.JSON);
            hub = Hub.start(settings, System.getenv(), decorator);
        } catch (SettingsException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        } catch (EmbeddedException e) {
            System.err.println("The hub cannot start: " + e.getMessage());
            System.exit(1);
            return;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            hub.close();
            Logging.flush();
            stopped.countDown();
        }));
        stopped.await();
    }
}
