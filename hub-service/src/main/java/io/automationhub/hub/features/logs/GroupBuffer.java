package io.automationhub.hub.features.logs;

import io.automationhub.hub.platform.database.Ids;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Lines of one group on their way into a chunk. Every method is called with {@link #lock} held. */
final class GroupBuffer {

    /** More lines than this make a chunk whatever its size. */
    static final int MAX_LINES = 10_000;

    /** What a group is known by. */
    record Key(OrganizationId organization, String group) {}

    final ReentrantLock lock = new ReentrantLock();
    final Key key;

    private static final int MAX_UNMASKED = 10_000;
    private static final long MAX_UNMASKED_CHARS = 4L << 20;

    private record Unmasked(Instant time, @Nullable String step, String text) {}

    private final Function<OrganizationId, UnaryOperator<String>> masks;
    private final Deque<Unmasked> unmasked = new ArrayDeque<>();
    private @Nullable UnaryOperator<String> mask;
    private long unmaskedChars;
    private ChunkCodec.Builder lines = new ChunkCodec.Builder();
    private boolean waiting;
    private boolean retired;
    private long lost;
    private int idleRounds;

    GroupBuffer(Key key, Function<OrganizationId, UnaryOperator<String>> masks) {
        this.key = key;
        this.masks = masks;
    }

    /** Takes a line. While the organization's secrets cannot be read, it is kept as it is, in memory only. */
    void add(Instant time, @Nullable String step, String text) {
        idleRounds = 0;
        UnaryOperator<String> ready = mask;
        if (ready != null) {
            append(ready, time, step, text);
        } else if (unmasked.size() < MAX_UNMASKED && unmaskedChars < MAX_UNMASKED_CHARS) {
            unmasked.addLast(new Unmasked(time, step, text));
            unmaskedChars += text.length();
        } else {
            lost++;
        }
    }

    /** Masks what was kept, as far as the secrets can be read now; whether nothing is left. */
    boolean maskAll() {
        UnaryOperator<String> ready = mask;
        if (ready == null) {
            try {
                ready = masks.apply(key.organization());
            } catch (ProblemException | JdbiException e) {
                return false;
            }
            mask = ready;
        }
        for (Unmasked line = unmasked.poll(); line != null; line = unmasked.poll()) {
            append(ready, line.time(), line.step(), line.text());
        }
        unmaskedChars = 0;
        return true;
    }

    private void append(UnaryOperator<String> ready, Instant time, @Nullable String step, String text) {
        if (lost > 0) {
            String gap = "[" + lost + " lines were lost here: the log store had no room for them]";
            lines.add(time, step, gap.getBytes(StandardCharsets.UTF_8));
            lost = 0;
        }
        lines.add(time, step, LineText.encode(ready.apply(text)));
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
        retired = isEmpty() && unmasked.isEmpty() && !waiting && lost == 0 && ++idleRounds > rounds;
        return retired;
    }

    /** Whether lines must go to a new buffer. */
    boolean isRetired() {
        return retired;
    }
}
