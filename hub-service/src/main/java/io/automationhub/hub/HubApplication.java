package io.automationhub.hub;

import io.automationhub.hub.platform.settings.LogLevel;
import io.automationhub.hub.platform.settings.SettingsException;
import io.automationhub.hub.platform.telemetry.Logging;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.workflows.agent.Agent;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.util.function.UnaryOperator;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The program. Without arguments it serves; {@code --help} lists the other commands. Settings come from environment
 * variables.
 */
public final class HubApplication extends Application<HubConfiguration> {

    private static final int CANNOT_GO_ON = 1;
    private static final int WRONG_USE = 2;

    private final UnaryOperator<Agent> decorator;

    /** Every built-in agent is passed through the decorator, as tests do that break them. */
    HubApplication(UnaryOperator<Agent> decorator) {
        this.decorator = decorator;
    }

    /** Ends with status 2 for wrong settings or arguments, and 1 when something it needs cannot be had. */
    public static void main(String[] arguments) throws Exception {
        start(UnaryOperator.identity(), arguments);
    }

    static void start(UnaryOperator<Agent> decorator, String... arguments) throws Exception {
        new HubApplication(decorator).run(arguments.length == 0 ? new String[] {"server"} : arguments);
    }

    @Override
    public String getName() {
        return "automation-hub";
    }

    /** Until the settings are read only warnings are told. */
    @Override
    protected void bootstrapLogging() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Logging.configure(LogLevel.WARN.name(), false);
    }

    @Override
    public void initialize(Bootstrap<HubConfiguration> bootstrap) {
        bootstrap.setObjectMapper(Json.mapper());
        bootstrap.setConfigurationFactoryFactory(
                (type, validator, mapper, prefix) -> new HubConfiguration.Factory(System.getenv()));
    }

    @Override
    protected void addDefaultCommands(Bootstrap<HubConfiguration> bootstrap) {
        bootstrap.addCommand(new HubServerCommand(this));
        bootstrap.addCommand(new MigrateCommand());
        bootstrap.addCommand(new RotateMasterKeyCommand(System.out));
        bootstrap.addCommand(new VerifyAuditCommand(System.out));
    }

    @Override
    public void run(HubConfiguration configuration, Environment environment) throws Exception {
        Hub.assemble(configuration, environment, decorator);
    }

    @Override
    protected void onFatalError(Throwable thrown) {
        boolean misused = thrown instanceof SettingsException || thrown instanceof ArgumentParserException;
        Logging.flush();
        System.exit(misused ? WRONG_USE : CANNOT_GO_ON);
    }
}
