package io.automationhub.hub.features.logs;

import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.realtime.Signals;
import io.automationhub.workflows.ids.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Stores chunks: gives their lines numbers and tells followers, in one transaction. */
final class LogWriter {

    /** Channel of the signal that a group has grown or ended; the body is {@link #signal}. */
    static final String CHANNEL = "logs";

    private final Transactions transactions;
    private final Signals signals;
    private final long groupBytes;

    LogWriter(Transactions transactions, Signals signals, long groupBytes) {
        this.transactions = transactions;
        this.signals = signals;
        this.groupBytes = groupBytes;
    }

    static String signal(OrganizationId organization, String group) {
        return organization + "/" + group;
    }

    /**
     * Stores chunks of one organization, all or none.
     *
     * @param chunks in the order they were made
     * @param doubtful ids of those that may be stored already
     */
    void write(List<LogChunk> chunks, Set<UUID> doubtful) {
        OrganizationId organization = chunks.getFirst().organization();
        transactions.inOrganization(organization, handle -> {
            LogDao dao = handle.attach(LogDao.class);
            Set<String> touched = new LinkedHashSet<>();
            // Groups in one order for every writer, so that no two of them wait for each other; within one as made.
            for (LogChunk chunk : chunks.stream()
                    .sorted(Comparator.comparing(LogChunk::group))
                    .toList()) {
                store(dao, chunk, doubtful.contains(chunk.id()));
                touched.add(chunk.group());
            }
            tell(handle, organization, touched);
            return null;
        });
    }

    private void store(LogDao dao, LogChunk chunk, boolean doubtful) {
        if (chunk.ends() != null) {
            dao.close(chunk.organization(), chunk.group(), chunk.ends());
            return;
        }
        if (doubtful && dao.stored(chunk.organization(), chunk.group(), chunk.id())) {
            return;
        }
        Optional<LogNumbers> taken = dao.take(chunk.organization(), chunk.group(), chunk.lines(), chunk.rawBytes());
        taken.ifPresent(numbers -> {
            insert(dao, chunk, numbers.firstSeq());
            if (numbers.bytes() > groupBytes && chunk.group().startsWith("run/")) {
                insert(dao, fullMarker(chunk), dao.fill(chunk.organization(), chunk.group()));
            }
        });
    }

    private static void insert(LogDao dao, LogChunk chunk, long firstSeq) {
        dao.insert(
                chunk.organization(),
                chunk.group(),
                firstSeq,
                firstSeq + chunk.lines() - 1,
                chunk.first(),
                chunk.last(),
                chunk.steps(),
                List.of(chunk.id()),
                chunk.rawBytes(),
                ChunkCodec.CODEC,
                chunk.data());
    }

    private LogChunk fullMarker(LogChunk last) {
        ChunkCodec.Builder lines = new ChunkCodec.Builder();
        String step = last.steps().isEmpty() ? null : last.steps().getLast();
        String text = "[the log has reached its limit of " + groupBytes + " bytes; later lines are not kept]";
        lines.add(Instant.now(), step, text.getBytes(StandardCharsets.UTF_8));
        return lines.chunk(Ids.next(), last.organization(), last.group());
    }

    private void tell(Handle handle, OrganizationId organization, Set<String> groups) {
        for (String group : groups) {
            signals.send(handle, CHANNEL, signal(organization, group));
        }
    }
}
