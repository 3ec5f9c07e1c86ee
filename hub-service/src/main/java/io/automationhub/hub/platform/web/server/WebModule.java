package io.automationhub.hub.platform.web.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;

/**
 * What Jersey needs to serve resources by the contract. Nothing is discovered: providers, service files and bean
 * validation stay off, which costs no time at start and leaves no expression language within reach of input.
 */
public final class WebModule {

    /** A whole page of a list fits, so that it is sent with its length and in one piece. */
    private static final int RESPONSE_BUFFER = 64 << 10;

    /** Jersey takes resource objects for providers and warns that they are none; held, or the level is forgotten. */
    private static final Logger PROVIDERS = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    private final OpenApiContract contract;
    private final AccessControl access;
    private final ObjectMapper mapper;
    private final boolean whole;

    /** The mapper is the one of {@link io.automationhub.hub.platform.web.Json}. */
    public WebModule(OpenApiContract contract, AccessControl access, ObjectMapper mapper) {
        this(contract, access, mapper, true);
    }

    private WebModule(OpenApiContract contract, AccessControl access, ObjectMapper mapper, boolean whole) {
        this.contract = contract;
        this.whole = whole;
        this.access = access;
        this.mapper = mapper;
    }

    /** The same for some of the contract's resources only, as tests of one feature serve them. */
    public WebModule partial() {
        return new WebModule(contract, access, mapper, false);
    }

    ObjectMapper mapper() {
        return mapper;
    }

    /** Throws {@link IllegalStateException} naming every operation and method without a counterpart. */
    ResourceConfig configure(Collection<?> resources) {
        PROVIDERS.setLevel(Level.SEVERE);
        List<Class<?>> classes = new ArrayList<>();
        resources.forEach(resource -> classes.add(resource.getClass()));
        ResourceConfig config = new ResourceConfig()
                .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
                .property(CommonProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, RESPONSE_BUFFER)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.BV_FEATURE_DISABLE, true)
                .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
                .register(new OperationFeature(contract, whole, classes, access, mapper.reader()))
                .register(ProblemMapper.class)
                .register(new JsonWriter(mapper))
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(new CallerParameter()).to(ValueParamProvider.class);
                        bind(new BodyParameter(mapper)).to(ValueParamProvider.class);
                    }
                });
        resources.forEach(config::register);
        return config;
    }
}
