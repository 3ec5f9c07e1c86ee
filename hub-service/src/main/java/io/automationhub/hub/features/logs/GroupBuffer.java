package io.automationhub.hub.features.logs;

import io.automationhub.hub.platform.database.Ids;
import io.automationhub.workflows.ids.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lines of one group on their way into a chunk. Every method is called with {@link #lock} held. */
final class GroupBuffer {

    /** More lines than this make a chunk whatever its size. */
    static final int MAX_LINES = 10_000;

    /** What a group is known by. */
    record Key(OrganizationId organization, String group) {}

    final ReentrantLock lock = new ReentrantLock();
    final Key key;

    private final UnaryOperator<String> mask;
    private ChunkCodec.Builder lines = new ChunkCodec.Builder();
    private boolean waiting;
    private boolean retired;
    private long lost;
    private int idleRounds;

    GroupBuffer(Key key, UnaryOperator<String> mask) {
        this.key = key;
        this.mask = mask;
    }

    void add(Instant time, @Nullable String step, String text) {
        if (lost > 0) {
            String gap = "[" + lost + " lines were lost here: the log store had no room for them]";
            lines.add(time, step, gap.getBytes(StandardCharsets.UTF_8));
            lost = 0;
        }
        lines.add(time, step, LineText.encode(mask.apply(text)));
        idleRounds = 0;
    }

    void lose() {
        lost++;
    }

    boolean isFull(int chunkBytes) {
        return lines.rawBytes() >= chunkBytes || lines.lines() >= MAX_LINES;
    }

    boolean isEmpty() {
        return lines.lines() == 0;
    }

    /** What has gathered, leaving nothing. */
    LogChunk seal() {
        LogChunk chunk = lines.chunk(Ids.next(), key.organization(), key.group());
        lines = new ChunkCodec.Builder();
        return chunk;
    }

    /** Whether this is the first call since {@link #taken}: the caller then has to hand the buffer to the flusher. */
    boolean startWaiting() {
        boolean first = !waiting;
        waiting = true;
        return first;
    }

    /** The flusher has it. */
    void taken() {
        waiting = false;
    }

    /** Counts a round without lines; whether it was the last one. */
    boolean retireAfter(int rounds) {
        retired = isEmpty() && !waiting && lost == 0 && ++idleRounds > rounds;
        return retired;
    }

    /** Whether lines must go to a new buffer. */
    boolean isRetired() {
        return retired;
    }
}
