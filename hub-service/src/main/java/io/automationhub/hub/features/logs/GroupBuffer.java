package io.automationhub.hub.features.logs;

import io.automationhub.hub.platform.database.Ids;
import io.automationhub.workflows.ids.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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

    private static final int MAX_UNMASKED = 10_000;
    private static final long MAX_UNMASKED_CHARS = 4L << 20;

    /** A line, or an end that came behind lines that are not masked yet. */
    private record Unmasked(
            Instant time,
            @Nullable String step,
            String text,
            @Nullable LogChunk end) {}

    private final LogMasks masks;
    private final int chunkBytes;
    private final Consumer<LogChunk> full;
    private final Deque<Unmasked> unmasked = new ArrayDeque<>();
    private long unmaskedChars;
    private ChunkCodec.Builder lines = new ChunkCodec.Builder();
    private boolean waiting;
    private boolean retired;
    private long lost;
    private Instant lostUntil = Instant.EPOCH;
    private int idleRounds;

    /**
     * An empty buffer.
     *
     * @param chunkBytes raw size at which a chunk is closed
     * @param full takes chunks that were closed to make room for further lines
     */
    GroupBuffer(Key key, LogMasks masks, int chunkBytes, Consumer<LogChunk> full) {
        this.key = key;
        this.masks = masks;
        this.chunkBytes = chunkBytes;
        this.full = full;
    }

    /**
     * Takes a line. Until the organization's secrets have been read it is kept as it is, in memory only; when there are
     * too many of those, the writer reads the secrets itself, and only where they cannot be read is the line lost.
     */
    void add(Instant time, @Nullable String step, String text) {
        idleRounds = 0;
        UnaryOperator<String> ready = masks.ready(key.organization());
        if (ready == null && holdsTooMuchUnmasked()) {
            ready = masks.load(key.organization());
        }
        if (ready != null) {
            drain(ready);
            admitLoss();
            append(ready, time, step, text);
        } else if (holdsTooMuchUnmasked()) {
            lose(time);
        } else {
            unmasked.addLast(new Unmasked(time, step, text, null));
            unmaskedChars += text.length();
        }
    }

    private boolean holdsTooMuchUnmasked() {
        return unmasked.size() >= MAX_UNMASKED || unmaskedChars >= MAX_UNMASKED_CHARS;
    }

    /** Masks what was kept, if the secrets have been read by now; whether nothing is left. */
    boolean maskAll() {
        UnaryOperator<String> ready = masks.ready(key.organization());
        if (ready != null) {
            drain(ready);
        }
        return unmasked.isEmpty();
    }

    private void drain(UnaryOperator<String> ready) {
        for (Unmasked line = unmasked.poll(); line != null; line = unmasked.poll()) {
            if (line.end() == null) {
                append(ready, line.time(), line.step(), line.text());
            } else {
                sealBefore(line.end());
            }
        }
        unmaskedChars = 0;
    }

    private void append(UnaryOperator<String> ready, Instant time, @Nullable String step, String text) {
        // Also here, as many lines come at once when what was kept is masked.
        if (isFull()) {
            full.accept(seal());
        }
        lines.add(time, step, LineText.encode(ready.apply(text)));
    }

    /** Says how many lines were lost since the last one kept, at the time of the last of them. */
    void admitLoss() {
        if (lost > 0) {
            String gap = "[" + lost + " lines were lost here: the log store had no room for them]";
            lines.add(lostUntil, null, gap.getBytes(StandardCharsets.UTF_8));
            lost = 0;
        }
    }

    /** Puts an end behind all lines that came before it. */
    void end(LogChunk end) {
        if (maskAll()) {
            admitLoss();
            sealBefore(end);
        } else {
            unmasked.addLast(new Unmasked(end.last(), null, "", end));
        }
    }

    private void sealBefore(LogChunk end) {
        if (!isEmpty()) {
            full.accept(seal());
        }
        full.accept(end);
    }

    /** Counts a line there is no room for. */
    void lose(Instant time) {
        lost++;
        lostUntil = time;
    }

    boolean isFull() {
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
