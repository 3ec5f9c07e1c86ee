package io.automationhub.hub.features.logs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks that wait to be stored, in the order they were made: the oldest in memory, then those on disk, then those that
 * neither had room for (a full disk, say), of which there are only as many as there are open groups.
 */
final class ChunkQueue implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChunkQueue.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<LogChunk> memory = new ArrayDeque<>();
    private final Deque<LogChunk> overflow = new ArrayDeque<>();
    private final Set<UUID> doubtful = new HashSet<>();
    private final LogSpool spool;
    private final long maxMemory;
    private long memoryBytes;
    private int taken;
    private @Nullable UUID newest;
    private @Nullable UUID marked;

    ChunkQueue(LogSpool spool, long maxMemory) {
        this.spool = spool;
        this.maxMemory = maxMemory;
    }

    /** Puts a chunk last. */
    void add(LogChunk chunk) {
        lock.lock();
        try {
            newest = chunk.id();
            if (!overflow.isEmpty()) {
                overflow.addLast(chunk);
            } else if (spool.isEmpty() && memoryBytes < maxMemory) {
                memory.addLast(chunk);
                memoryBytes += chunk.weight();
            } else {
                spool(chunk);
            }
        } finally {
            lock.unlock();
        }
    }

    private void spool(LogChunk chunk) {
        if (spool.hasRoom()) {
            try {
                spool.append(chunk);
                return;
            } catch (IOException e) {
                log.warn("Log lines cannot be spooled to disk", e);
            }
        }
        overflow.addLast(chunk);
    }

    /** Waits for {@link #hasRoom}; whether it is so. */
    boolean awaitRoom(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (!hasRoom() && left > 0) {
                left = room.awaitNanos(left);
            }
            return hasRoom();
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #add} has a place for more than a few chunks. */
    boolean hasRoom() {
        lock.lock();
        try {
            return overflow.isEmpty() && ((spool.isEmpty() && memoryBytes < maxMemory) || spool.hasRoom());
        } finally {
            lock.unlock();
        }
    }

    /** Marks the chunk that was added last. */
    void mark() {
        lock.lock();
        try {
            marked = newest;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the marked chunk, and so all before it, has been taken away. */
    boolean passedMark() {
        lock.lock();
        try {
            return marked == null || isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return memory.isEmpty() && spool.isEmpty() && overflow.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest chunks of one organization, at most so many; they stay until {@link #remove}. */
    List<LogChunk> oldest(int most) {
        lock.lock();
        try {
            refill();
            List<LogChunk> batch = new ArrayList<>();
            for (LogChunk chunk : memory) {
                if (batch.size() == most
                        || (!batch.isEmpty() && !batch.getFirst().organization().equals(chunk.organization()))) {
                    break;
                }
                batch.add(chunk);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void refill() {
        while (memory.isEmpty() && !spool.isEmpty()) {
            List<LogChunk> found = spool.takeOldest();
            if (found.isEmpty()) {
                spool.confirmTaken();
            }
            found.forEach(chunk -> {
                memory.addLast(chunk);
                memoryBytes += chunk.weight();
                doubtful.add(chunk.id());
            });
            taken = found.size();
        }
        if (memory.isEmpty()) {
            memory.addAll(overflow);
            overflow.forEach(chunk -> memoryBytes += chunk.weight());
            overflow.clear();
        }
    }

    /** Takes away the first chunks of what {@link #oldest} gave: they are stored. */
    void remove(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                LogChunk stored = memory.removeFirst();
                memoryBytes -= stored.weight();
                doubtful.remove(stored.id());
                if (stored.id().equals(marked)) {
                    marked = null;
                    newest = stored.id().equals(newest) ? null : newest;
                }
            }
            if (taken > 0) {
                taken = Math.max(0, taken - count);
                if (taken == 0) {
                    spool.confirmTaken();
                }
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Remembers that storing these may have succeeded without our hearing of it. */
    void doubt(List<LogChunk> chunks) {
        lock.lock();
        try {
            chunks.forEach(chunk -> doubtful.add(chunk.id()));
        } finally {
            lock.unlock();
        }
    }

    /** Which of these may be stored already. */
    Set<UUID> doubtful(List<LogChunk> chunks) {
        lock.lock();
        try {
            Set<UUID> found = new HashSet<>();
            chunks.stream().map(LogChunk::id).filter(doubtful::contains).forEach(found::add);
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves what is still in memory on disk, for the next start. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!memory.isEmpty()) {
                spool.prepend(List.copyOf(memory));
            }
            for (LogChunk chunk : overflow) {
                spool.append(chunk);
            }
        } catch (IOException e) {
            log.error("Log lines could not be left on disk and are lost", e);
        } finally {
            spool.close();
            lock.unlock();
        }
    }
}
