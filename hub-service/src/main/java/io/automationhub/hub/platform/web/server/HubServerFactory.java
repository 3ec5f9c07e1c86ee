package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.telemetry.Metrics;
import io.automationhub.hub.platform.web.WebSettings;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.MutableServletContextHandler;
import io.dropwizard.util.Duration;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Makes Dropwizard's server as the hub wants it: one connector, every request on a virtual thread, no administrative
 * port, every problem (also Jetty's own) answered as RFC 9457, and paths that two readers could take differently refused
 * before anything looks at them.
 */
public final class HubServerFactory extends AbstractServerFactory {

    private static final int REQUEST_HEADERS = 16 << 10;
    private static final int RESPONSE_HEADERS = 16 << 10;
    private static final int OUTPUT_BUFFER = 64 << 10;
    private static final int MIN_THREADS = 4;
    private static final int MAX_THREADS = 16;

    private final WebSettings settings;
    private final Metrics metrics;
    private final boolean listening;

    /**
     * Takes how to listen.
     *
     * @param metrics where requests are measured
     * @param listening false for a process that answers nobody, such as one that only works on runs
     */
    public HubServerFactory(WebSettings settings, Metrics metrics, boolean listening) {
        this.settings = settings;
        this.metrics = metrics;
        this.listening = listening;
        setEnableVirtualThreads(true);
        setMinThreads(MIN_THREADS);
        setMaxThreads(MAX_THREADS);
        setShutdownGracePeriod(Duration.milliseconds(settings.drainTimeout().toMillis()));
    }

    /** Nothing to prepare: there is one context, at the root. */
    @Override
    public void configure(Environment environment) {}

    @Override
    public Server build(Environment environment) {
        Server server = buildServer(environment.lifecycle(), createThreadPool(environment.metrics()));
        server.setErrorHandler(new JettyProblems(environment.getObjectMapper()));
        if (listening) {
            server.addConnector(connector(server));
        }
        MutableServletContextHandler servlets = environment.getApplicationContext();
        ServletHolder jersey = new ServletHolder("jersey", environment.getJerseyServletContainer());
        jersey.setInitOrder(1);
        jersey.setAsyncSupported(true);
        servlets.addServlet(jersey, environment.jersey().getUrlPattern());
        // Lets an operation turn its connection into a socket; nothing is mapped by path.
        JettyWebSocketServletContainerInitializer.configure(servlets, null);
        server.setRequestLog(new AccessLog(metrics));
        server.setHandler(addGracefulHandler(new FrontHandler(
                new ClientAddress(settings.trustedProxies()),
                new CrossOrigin(settings.corsOrigins()),
                compressed(servlets))));
        return server;
    }

    private Connector connector(Server server) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(1000);
        return connector;
    }

    private HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(REQUEST_HEADERS);
        http.setResponseHeaderSize(RESPONSE_HEADERS);
        http.setOutputBufferSize(OUTPUT_BUFFER);
        http.setOutputAggregationSize(OUTPUT_BUFFER);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(UriCompliance.RFC3986);
        return http;
    }

    /** Answers of some size are compressed; requests never are unpacked, and streams of events go out as they come. */
    private static Handler compressed(Handler next) {
        CompressionHandler compression = new CompressionHandler(next);
        compression.putCompression(new GzipCompression());
        compression.putConfiguration(
                "/*",
                CompressionConfig.builder()
                        .compressIncludeMethod("GET")
                        .compressIncludeMimeType("application/json")
                        .compressIncludeMimeType("text/html")
                        .compressIncludeMimeType("text/css")
                        .compressIncludeMimeType("text/javascript")
                        .compressIncludeMimeType("text/plain")
                        .decompressExcludePath("/*")
                        .build());
        return compression;
    }
}
