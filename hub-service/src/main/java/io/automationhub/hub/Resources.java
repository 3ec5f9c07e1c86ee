package io.automationhub.hub;

import io.dropwizard.lifecycle.Managed;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in reverse order whatever happens. */
final class Resources implements AutoCloseable, Managed {

    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Takes charge of one more. */
    <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /** They are open already: what is put together needs them before the server starts. */
    @Override
    public void start() {}

    @Override
    public void stop() {
        close();
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable resource = open.pop();
            try {
                resource.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly", resource.getClass().getSimpleName(), e);
            }
        }
    }
}
