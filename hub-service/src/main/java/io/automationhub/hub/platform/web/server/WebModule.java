package io.automationhub.hub.platform.web.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import io.automationhub.hub.platform.web.idempotency.IdempotencyStore;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;

/**
 * What Dropwizard's Jersey needs to serve resources by the contract. Nothing is discovered: providers, service files and bean
 * validation stay off, which costs no time at start and leaves no expression language within reach of input.
 */
public final class WebModule {

    /** A whole page of a list fits, so that it is sent with its length and in one piece. */
    private static final int RESPONSE_BUFFER = 64 << 10;

    /** Jersey takes resource objects for providers and warns that they are none; held, or the level is forgotten. */
    private static final Logger PROVIDERS = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    private final OpenApiContract contract;
    private final AccessControl access;
    private final Budgets budgets;
    private final IdempotencyStore idempotency;
    private final ObjectMapper mapper;
    private boolean whole = true;

    /** The mapper is the one of {@link io.automationhub.hub.platform.web.Json}. */
    public WebModule(
            OpenApiContract contract,
            AccessControl access,
            Budgets budgets,
            IdempotencyStore idempotency,
            ObjectMapper mapper) {
        this.contract = contract;
        this.access = access;
        this.budgets = budgets;
        this.idempotency = idempotency;
        this.mapper = mapper;
    }

    /** Serves some of the contract's operations only, as tests of one feature do. */
    public WebModule partial() {
        this.whole = false;
        return this;
    }

    /**
     * Registers the resources and everything that stands before them. Throws {@link IllegalStateException} naming every
     * operation and method without a counterpart.
     */
    public void install(JerseyEnvironment jersey, Collection<?> resources) {
        PROVIDERS.setLevel(Level.SEVERE);
        List<Class<?>> classes = new ArrayList<>();
        resources.forEach(resource -> classes.add(resource.getClass()));
        jersey.enable(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE);
        jersey.enable(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE);
        jersey.property(CommonProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, RESPONSE_BUFFER);
        jersey.enable(ServerProperties.BV_FEATURE_DISABLE);
        jersey.enable(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR);
        jersey.register(new OperationFeature(contract, whole, classes, access, budgets, idempotency, mapper.reader()));
        jersey.register(ProblemMapper.class);
        jersey.register(new JsonBodies(mapper));
        jersey.register(new AbstractBinder() {
            @Override
            protected void configure() {
                bind(new CallerParameter()).to(ValueParamProvider.class);
                bind(new BodyParameter(mapper)).to(ValueParamProvider.class);
            }
        });
        resources.forEach(jersey::register);
    }
}
