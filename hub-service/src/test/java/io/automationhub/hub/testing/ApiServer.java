package io.automationhub.hub.testing;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.security.Authenticator;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.security.Credentials;
import io.automationhub.hub.platform.telemetry.Metrics;
import io.automationhub.hub.platform.web.Json;
import io.automationhub.hub.platform.web.WebSettings;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import io.automationhub.hub.platform.web.idempotency.IdempotencyStore;
import io.automationhub.hub.platform.web.server.AccessControl;
import io.automationhub.hub.platform.web.server.Budgets;
import io.automationhub.hub.platform.web.server.HubServerFactory;
import io.automationhub.hub.platform.web.server.WebModule;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.validation.Validators;
import jakarta.validation.ValidatorFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Serves resources over real HTTP for the tests of one class, and holds every answer against the contract. Use as
 * {@code @RegisterExtension static final ApiServer API = ApiServer.serving(() -> List.of(new XResource(…)))}. The key
 * {@code test:read,projects:write} stands for a caller of {@link #ORGANIZATION} with these scopes.
 */
public final class ApiServer implements BeforeAllCallback, AfterAllCallback {

    /** The tenant of callers made by test keys. */
    public static final OrganizationId ORGANIZATION = OrganizationId.of("01900000-0000-7000-8000-000000000001");

    private static final ValidatorFactory VALIDATORS = Validators.newValidatorFactory();

    private final Supplier<? extends Collection<?>> resources;
    private final OpenApiContract contract;
    private final ObjectMapper mapper = Json.mapper();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private Authenticator authenticator = ApiServer::testKey;
    private Budgets budgets = Budgets.unlimited();
    private IdempotencyStore idempotency = new MemoryIdempotencyStore();
    private WebSettings settings = WebSettings.loopback(0);
    private @Nullable Server server;

    private ApiServer(OpenApiContract contract, Supplier<? extends Collection<?>> resources) {
        this.contract = contract;
        this.resources = resources;
    }

    /** Serves some resources of the hub's own contract; the supplier runs when the test class begins. */
    public static ApiServer serving(Supplier<? extends Collection<?>> resources) {
        return new ApiServer(OpenApiContract.load(), resources);
    }

    /** The same for another contract. */
    public static ApiServer serving(OpenApiContract contract, Supplier<? extends Collection<?>> resources) {
        return new ApiServer(contract, resources);
    }

    /** Authenticates by something real instead of test keys. */
    public ApiServer with(Authenticator real) {
        this.authenticator = real;
        return this;
    }

    /** Limits callers. */
    public ApiServer with(Budgets limits) {
        this.budgets = limits;
        return this;
    }

    /** Keeps answers elsewhere than in memory. */
    public ApiServer with(IdempotencyStore store) {
        this.idempotency = store;
        return this;
    }

    /** Listens and trusts otherwise. */
    public ApiServer with(WebSettings other) {
        this.settings = other;
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Caller anonymous = new Caller(ORGANIZATION, "anonymous", Set.of(), Set.of());
        AccessControl access =
                new AccessControl(credentials -> authenticator.authenticate(credentials), null, anonymous);
        Environment environment = new Environment(
                "test",
                mapper,
                VALIDATORS,
                new MetricRegistry(),
                ApiServer.class.getClassLoader(),
                new HealthCheckRegistry(),
                new Configuration());
        new WebModule(contract, access, budgets, idempotency, mapper)
                .partial()
                .install(environment.jersey(), resources.get());
        Server made = new HubServerFactory(settings, new Metrics(), true).build(environment);
        made.start();
        server = made;
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    /** Where it listens. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("The server runs while tests of its class do");
        }
        return server.getURI().getPort();
    }

    /** A request to be filled in and sent; the path includes {@code /api/v1}. */
    public ApiRequest request(String method, String path) {
        return new ApiRequest(client, contract, mapper, port(), method, path);
    }

    /** A {@code GET} with a key that holds {@code read}. */
    public ApiRequest get(String path) {
        return request("GET", path).scopes("read");
    }

    /** A {@code POST} of a JSON text with a key that holds {@code admin}. */
    public ApiRequest post(String path, String json) {
        return request("POST", path).scopes("admin").json(json);
    }

    private static @Nullable Caller testKey(Credentials credentials) {
        String secret = credentials.secret();
        if (secret == null) {
            return null;
        }
        if (!secret.startsWith("test:")) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The key is not known");
        }
        return new Caller(
                ORGANIZATION, "api-key:test", Set.of(secret.substring(5).split(",")), Set.of());
    }
}
