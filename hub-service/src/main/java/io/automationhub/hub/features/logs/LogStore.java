package io.automationhub.hub.features.logs;

import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.workflows.agent.LogSink;
import io.automationhub.workflows.agent.LogStream;
import io.automationhub.workflows.agent.WorkScope;
import io.automationhub.workflows.ids.OrganizationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes in log lines: masked, gathered for a moment, compressed, and stored by one background writer, many groups to a
 * transaction. While the database is away lines wait in memory and then on disk; only when that is full too are writers
 * held back for a moment and then lines dropped, with a line that says how many. A writer is never failed.
 *
 * <p>What is in memory when the hub is killed is lost: at most {@link LogSettings#linger} of lines. Whoever re-attaches
 * to a process that outlived the hub asks {@link LogService#tail} where the log ends and continues there.
 */
public final class LogStore implements LogSink, AutoCloseable {

    private final ConcurrentMap<GroupBuffer.Key, GroupBuffer> buffers = new ConcurrentHashMap<>();
    private final LogSettings settings;
    private final LogMasks masks;
    private final ChunkQueue queue;
    private final LogFlusher flusher;

    /**
     * Starts the background writer; what an earlier hub left in the spool is stored first.
     *
     * @param spool folder, made when missing
     * @param masks gives the function that hides an organization's secrets in a line, used by many threads; it may throw
     *     while they cannot be read, and is asked again now and then
     */
    public LogStore(
            LogSettings settings,
            Transactions transactions,
            Signals signals,
            Path spool,
            Function<OrganizationId, UnaryOperator<String>> masks) {
        this.settings = settings;
        this.masks = new LogMasks(masks);
        this.queue = new ChunkQueue(new LogSpool(spool, settings.spoolBytes()), settings.memoryBytes());
        LogWriter writer = new LogWriter(transactions, signals, settings.groupBytes());
        this.flusher = new LogFlusher(settings.linger(), writer, queue, buffers, this.masks);
    }

    @Override
    public void line(WorkScope scope, LogStream stream, Instant time, String text) {
        LogAddress address = LogAddress.of(stream);
        int from = 0;
        // A line end within the text would make one line look like two to every reader.
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            append(scope.organization(), address, time, text.substring(from, end));
            from = end + 1;
        }
        append(scope.organization(), address, time, from == 0 ? text : text.substring(from));
    }

    private void append(OrganizationId organization, LogAddress address, Instant time, String text) {
        with(organization, address.group(), buffer -> {
            if (buffer.isFull() && !awaitRoom()) {
                buffer.lose(time);
            } else {
                buffer.add(time, address.step(), chomp(text));
            }
            // Within the lock: whoever finds the buffer waiting, and asks for it to be flushed, must find it handed
            // over.
            if (buffer.startWaiting()) {
                flusher.hand(buffer);
            }
        });
    }

    private boolean awaitRoom() {
        try {
            return queue.awaitRoom(settings.holdBack().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String chomp(String text) {
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * Says that no line will follow: a step has ended, or with a stream that names a whole group ({@code run/<id>}) all
     * of it. Followers are told once what was written before is stored. Lines that come all the same are kept.
     */
    public void close(OrganizationId organization, LogStream stream) {
        LogAddress address = LogAddress.of(stream);
        close(organization, address.group(), address.step());
    }

    private void close(OrganizationId organization, String group, @Nullable String step) {
        LogChunk end = LogChunk.end(Ids.next(), organization, group, step == null ? "" : step);
        with(organization, group, buffer -> buffer.end(end));
        flusher.wake();
    }

    private void with(OrganizationId organization, String group, Consumer<GroupBuffer> work) {
        GroupBuffer.Key key = new GroupBuffer.Key(organization, group);
        while (true) {
            GroupBuffer buffer =
                    buffers.computeIfAbsent(key, k -> new GroupBuffer(k, masks, settings.chunkBytes(), queue::add));
            buffer.lock.lock();
            try {
                if (!buffer.isRetired()) {
                    work.accept(buffer);
                    return;
                }
            } finally {
                buffer.lock.unlock();
            }
            buffers.remove(key, buffer);
        }
    }

    /** Waits until everything written before is stored; whether it is. */
    public boolean flush(Duration patience) throws InterruptedException {
        return flusher.flush(patience);
    }

    /** Stores what is there, for five seconds at most; what is left then waits on disk for the next start. */
    @Override
    public void close() {
        flusher.close();
        queue.close();
    }
}
