package io.automationhub.hub.platform.embedded;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Java SDK's in-process test server, for machines where no Temporal server is to be had. It keeps everything in
 * memory: whatever runs is forgotten when the hub ends.
 */
final class TrialTemporal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrialTemporal.class);
    private static final String BORDER = "*".repeat(88);

    private final TestServicesStarter services;
    private final Server server;

    private TrialTemporal(TestServicesStarter services, Server server) {
        this.services = services;
        this.server = server;
    }

    /** Starts it on a free loopback port, with real time, and says loudly what it is. */
    static TrialTemporal start() throws IOException {
        TestServicesStarter services = new TestServicesStarter(true, 0);
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
        Server server = builder.build().start();
        LOG.warn(BORDER);
        LOG.warn("TRIAL MODE. There is no Temporal server on this machine, so runs are kept in memory only:");
        LOG.warn("whatever is running is lost when the hub ends. Run scripts/install-temporal, or set");
        LOG.warn("TEMPORAL_ADDRESS, before you rely on it.");
        LOG.warn(BORDER);
        return new TrialTemporal(services, server);
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.close();
    }
}
