package io.automationhub.hub.features.logs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.Feed;
import io.automationhub.hub.platform.realtime.PollingFeed;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.hub.platform.realtime.Wakers;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Reads and follows log lines. Wherever a stream is named, {@code run/<id>} means all steps of the run in the order
 * their lines came, {@code run/<id>/<step>} one step of it; both count by the run's one gap-free sequence.
 */
public final class LogService implements AutoCloseable {

    /** Most lines of one page. */
    public static final int MAX_LINES = 1_000;

    private static final int CHUNKS = 8;

    private final Transactions transactions;
    private final ObjectMapper json;
    private final Wakers<String> wakers = new Wakers<>();
    private final Signals.Listening listening;

    /** Follows need {@code signals} to be quick; without them they look once a second. */
    public LogService(Transactions transactions, Signals signals, ObjectMapper json) {
        this.transactions = transactions;
        this.json = json;
        this.listening = signals.listen(LogWriter.CHANNEL, new Signals.Listener() {
            @Override
            public void received(String body) {
                wakers.wake(body);
            }

            @Override
            public void missed() {
                wakers.wakeAll();
            }
        });
    }

    /** The name of all of a run's lines. */
    public static LogStream ofRun(RunId run) {
        return LogStream.of("run/" + run);
    }

    /**
     * Lines after a number; none, and not ended, for a stream that has none yet.
     *
     * @param after number of the last line seen, 0 for the beginning
     * @param limit 1 to {@value #MAX_LINES}
     */
    public LogPage read(OrganizationId organization, LogStream stream, long after, int limit) {
        LogAddress address = LogAddress.of(stream);
        return transactions.inOrganization(organization, handle -> page(handle, organization, address, after, limit));
    }

    private static LogPage page(Handle handle, OrganizationId organization, LogAddress of, long after, int limit) {
        LogDao dao = handle.attach(LogDao.class);
        Optional<LogHead> head = dao.head(organization, of.group(), of.step());
        if (head.isEmpty()) {
            return new LogPage(List.of(), after, false, false);
        }
        // The head was read first: a line stored since is found by the next page, and an end is believed only when
        // every line up to that head has been read.
        long last = head.get().lastSeq();
        Collector found = new Collector(of, after, limit);
        while (found.cursor < last && found.hasRoom()) {
            List<LogChunkRow> chunks = dao.after(organization, of.group(), of.step(), found.cursor, CHUNKS);
            if (chunks.isEmpty()) {
                found.cursor = last;
            }
            chunks.forEach(found::take);
        }
        boolean more = found.cursor < last;
        boolean ended = !more && head.get().closed() && head.get().settled();
        return new LogPage(found.lines, found.cursor, more, ended);
    }

    /**
     * The last lines, oldest of them first.
     *
     * @param count 1 to {@value #MAX_LINES}; fewer when there are fewer, or they are very long
     */
    public List<LogLine> tail(OrganizationId organization, LogStream stream, int count) {
        LogAddress address = LogAddress.of(stream);
        List<LogLine> newestFirst = transactions.inOrganization(organization, handle -> {
            LogDao dao = handle.attach(LogDao.class);
            Collector found = new Collector(address, Long.MAX_VALUE, count);
            while (found.hasRoom()) {
                List<LogChunkRow> chunks =
                        dao.before(organization, address.group(), address.step(), found.cursor, CHUNKS);
                if (chunks.isEmpty()) {
                    break;
                }
                chunks.forEach(found::takeBackwards);
            }
            return found.lines;
        });
        return newestFirst.reversed();
    }

    /** Lines as they come after a number, ending when the stream is closed. */
    public Feed follow(OrganizationId organization, LogStream stream, long after) {
        LogAddress address = LogAddress.of(stream);
        Wakers<String>.Waker waker = wakers.watch(LogWriter.signal(organization, address.group()));
        return new PollingFeed(
                waker, new LogFeed(position -> read(organization, stream, position, LogFeed.PAGE), json, after));
    }

    /** Expects lines again in a stream that was closed, such as those of a run that is tried again. */
    public void reopen(OrganizationId organization, LogStream stream) {
        transactions.inOrganization(organization, handle -> {
            handle.attach(LogDao.class)
                    .reopen(organization, LogAddress.of(stream).group());
            return null;
        });
    }

    @Override
    public void close() {
        listening.close();
        wakers.wakeAll();
    }

    /** Gathers matching lines up to a number of lines and bytes, and knows how far it has looked. */
    private static final class Collector {

        private static final long MAX_CHARS = 2 << 20;

        private final LogAddress address;
        private final int limit;
        private final List<LogLine> lines = new ArrayList<>();
        private long cursor;
        private long chars;

        Collector(LogAddress address, long cursor, int limit) {
            this.address = address;
            this.cursor = cursor;
            this.limit = Math.clamp(limit, 1, MAX_LINES);
        }

        boolean hasRoom() {
            return lines.size() < limit && chars < MAX_CHARS;
        }

        void take(LogChunkRow chunk) {
            for (LogLine line : chunk.lines()) {
                if (line.seq() > cursor && hasRoom()) {
                    add(line);
                }
            }
        }

        void takeBackwards(LogChunkRow chunk) {
            for (LogLine line : chunk.lines().reversed()) {
                if (line.seq() < cursor && hasRoom()) {
                    add(line);
                }
            }
        }

        private void add(LogLine line) {
            cursor = line.seq();
            if (address.includes(line)) {
                lines.add(line);
                chars += line.text().length() + 64L;
            }
        }
    }
}
