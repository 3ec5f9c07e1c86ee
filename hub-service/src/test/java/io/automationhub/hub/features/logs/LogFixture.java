package io.automationhub.hub.features.logs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.database.Database;
import io.automationhub.hub.platform.realtime.PostgresSignals;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One replica's log store and service. */
class LogFixture implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    final Signals signals;
    final LogStore store;
    final LogService service;

    LogFixture(Database database, Path spool) {
        this(database, spool, LogSettings.standard(), UnaryOperator.identity());
    }

    LogFixture(Database database, Path spool, LogSettings settings, UnaryOperator<String> mask) {
        this.signals = new PostgresSignals(database::connect);
        this.store = new LogStore(
                settings, database.transactions(), signals, spool, organization -> mask(organization, mask));
        this.service = new LogService(database.transactions(), signals, JSON);
    }

    /** Overridden where secrets cannot be read, or not at once. */
    UnaryOperator<String> mask(OrganizationId organization, UnaryOperator<String> ready) {
        return ready;
    }

    void line(OrganizationId organization, LogStream stream, String text) {
        store.line(WorkScope.of(organization), stream, Instant.now(), text);
    }

    void flush() throws InterruptedException {
        if (!store.flush(Duration.ofSeconds(20))) {
            throw new AssertionError("not stored in time");
        }
    }

    List<LogLine> all(OrganizationId organization, LogStream stream) {
        List<LogLine> lines = new ArrayList<>();
        LogPage page;
        long after = 0;
        do {
            page = service.read(organization, stream, after, LogService.MAX_LINES);
            lines.addAll(page.lines());
            after = page.cursor();
        } while (page.more());
        return lines;
    }

    @Override
    public void close() {
        store.close();
        service.close();
        signals.close();
    }
}
