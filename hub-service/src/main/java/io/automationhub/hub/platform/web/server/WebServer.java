package io.automationhub.hub.platform.web.server;

import io.automationhub.hub.platform.web.WebSettings;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.servlet.ServletContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: one connector, every request on a virtual thread, no administrative port. */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int REQUEST_HEADERS = 16 << 10;
    private static final int RESPONSE_HEADERS = 16 << 10;
    private static final int OUTPUT_BUFFER = 64 << 10;
    private static final int THREADS = 16;

    private final Server server;
    private final ServerConnector connector;

    /** Puts the server together; {@link #start} opens it. */
    public WebServer(WebSettings settings, WebModule module, Collection<?> resources) {
        this(settings, module, resources, context -> {});
    }

    /** The same with more in the servlet context than the resources, such as WebSocket end points. */
    public WebServer(
            WebSettings settings, WebModule module, Collection<?> resources, Consumer<ServletContextHandler> more) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        this.server = new Server(threads);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http(settings)));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(1000);
        server.addConnector(connector);
        server.setErrorHandler(new JettyProblems(module.mapper()));
        server.setStopTimeout(settings.drainTimeout().toMillis());

        ServletContextHandler servlets = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        ServletHolder jersey = new ServletHolder("jersey", new ServletContainer(module.configure(resources)));
        jersey.setInitOrder(1);
        jersey.setAsyncSupported(true);
        servlets.addServlet(jersey, "/*");
        // Lets an operation turn its connection into a socket; nothing is mapped by path.
        JettyWebSocketServletContainerInitializer.configure(servlets, null);
        more.accept(servlets);
        server.setRequestLog(new AccessLog(module.metrics()));
        server.setHandler(new GracefulHandler(new FrontHandler(
                new ClientAddress(settings.trustedProxies()),
                new CrossOrigin(settings.corsOrigins()),
                compressed(servlets))));
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

    private static HttpConfiguration http(WebSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(REQUEST_HEADERS);
        http.setResponseHeaderSize(RESPONSE_HEADERS);
        http.setOutputBufferSize(OUTPUT_BUFFER);
        http.setOutputAggregationSize(OUTPUT_BUFFER);
        http.setMinRequestDataRate(settings.minRequestRate());
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(UriCompliance.RFC3986);
        return http;
    }

    /** Opens the port. */
    public void start() throws Exception {
        server.start();
    }

    /** The port in use. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Stops taking requests, lets those under way finish within the drain timeout, and closes. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The HTTP server did not stop cleanly", e);
        }
    }
}
