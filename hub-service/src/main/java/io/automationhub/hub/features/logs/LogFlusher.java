package io.automationhub.hub.features.logs;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that turns buffers into chunks and stores them, round by round. */
final class LogFlusher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogFlusher.class);
    private static final int BATCH = 64;
    private static final int IDLE_ROUNDS = 2;
    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Duration linger;
    private final LogWriter writer;
    private final ChunkQueue queue;
    private final Map<GroupBuffer.Key, GroupBuffer> buffers;
    private final BlockingQueue<GroupBuffer> handed = new LinkedBlockingQueue<>();
    private final Semaphore work = new Semaphore(1);
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roundEnded = lock.newCondition();
    private long allStoredSince;
    private volatile boolean hurry;
    private volatile boolean closing;

    // Touched by the thread alone.
    private long roundStart;
    private long lastSweep;
    private int batch = BATCH;
    private boolean away;
    private Duration pause = FIRST_PAUSE;
    private long nextTry;

    LogFlusher(Duration linger, LogWriter writer, ChunkQueue queue, Map<GroupBuffer.Key, GroupBuffer> buffers) {
        this.linger = linger;
        this.writer = writer;
        this.queue = queue;
        this.buffers = buffers;
        this.allStoredSince = System.nanoTime();
        this.nextTry = allStoredSince;
        this.lastSweep = allStoredSince;
        this.roundStart = allStoredSince - linger.toNanos();
        this.thread = Thread.ofPlatform().name("log-flusher").daemon(true).start(this::run);
    }

    /** A buffer has its first line. */
    void hand(GroupBuffer buffer) {
        handed.add(buffer);
        wake();
    }

    /** There is something to store. */
    void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    /** Waits until all that was handed over before is stored; whether it is. */
    boolean flush(Duration patience) throws InterruptedException {
        long asked = System.nanoTime();
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (allStoredSince - asked <= 0 && left > 0) {
                hurry = true;
                wake();
                if (roundEnded.awaitNanos(10_000_000L) > 0) {
                    continue;
                }
                left = patience.toNanos() - (System.nanoTime() - asked);
            }
            return allStoredSince - asked > 0;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long deadline = Long.MAX_VALUE;
        while (true) {
            try {
                round();
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException e) {
                log.error("Storing log lines failed unexpectedly; trying again", e);
                backOff();
            }
            if (closing) {
                deadline = Math.min(deadline, System.nanoTime() + CLOSING.toNanos());
                if ((queue.isEmpty() && handed.isEmpty()) || System.nanoTime() >= deadline) {
                    sealHanded();
                    return;
                }
            }
        }
    }

    private void round() throws InterruptedException {
        if (!closing) {
            work.tryAcquire(
                    queue.isEmpty() && handed.isEmpty() ? SWEEP.toNanos() : LONGEST_PAUSE.toNanos() / 8,
                    TimeUnit.NANOSECONDS);
            gather();
        }
        roundStart = System.nanoTime();
        work.drainPermits();
        sealHanded();
        boolean stored = roundStart - nextTry >= 0 && storeAll();
        if (!stored && closing) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        retireIdle();
        lock.lock();
        try {
            if (stored && handed.isEmpty()) {
                allStoredSince = roundStart;
                hurry = false;
            }
            roundEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The first lines after a pause wait a little for company, further ones until a full linger has passed. */
    private void gather() throws InterruptedException {
        if (hurry) {
            return;
        }
        long since = System.nanoTime() - roundStart;
        long wait = since >= linger.toNanos() ? linger.toNanos() / 5 : linger.toNanos() - since;
        TimeUnit.NANOSECONDS.sleep(wait);
    }

    private void sealHanded() {
        List<GroupBuffer> ready = new ArrayList<>();
        List<GroupBuffer> unready = new ArrayList<>();
        handed.drainTo(ready);
        for (GroupBuffer buffer : ready) {
            buffer.lock.lock();
            try {
                if (buffer.maskAll()) {
                    buffer.taken();
                } else {
                    unready.add(buffer);
                }
                if (!buffer.isEmpty()) {
                    queue.add(buffer.seal());
                }
            } finally {
                buffer.lock.unlock();
            }
        }
        handed.addAll(unready);
    }

    private boolean storeAll() {
        while (true) {
            List<LogChunk> chunks = queue.oldest(batch);
            if (chunks.isEmpty()) {
                return true;
            }
            try {
                writer.write(chunks, queue.doubtful(chunks));
            } catch (RuntimeException e) {
                if (!failed(chunks, e)) {
                    return false;
                }
                continue;
            }
            stored(chunks);
        }
    }

    private void stored(List<LogChunk> chunks) {
        queue.remove(chunks.size());
        pause = FIRST_PAUSE;
        batch = Math.min(BATCH, batch * 2);
        if (away) {
            away = false;
            log.info("Log lines are stored again");
        }
    }

    /** Whether to go on at once. */
    private boolean failed(List<LogChunk> chunks, RuntimeException e) {
        queue.doubt(chunks);
        if (refused(e)) {
            if (chunks.size() == 1) {
                LogChunk chunk = chunks.getFirst();
                log.error("The database refuses {} log lines of {}; they are dropped", chunk.lines(), chunk.group(), e);
                queue.remove(1);
            }
            batch = 1;
            return true;
        }
        if (!away) {
            away = true;
            log.warn("Log lines cannot be stored now and are kept back", e);
        }
        backOff();
        return false;
    }

    private void backOff() {
        nextTry = System.nanoTime() + pause.toNanos();
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    /** Whether the data itself is the reason (SQL state classes 22 and 23), so that trying again cannot help. */
    private static boolean refused(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }

    private void retireIdle() {
        if (roundStart - lastSweep < SWEEP.toNanos()) {
            return;
        }
        lastSweep = roundStart;
        buffers.forEach((key, buffer) -> {
            if (buffer.lock.tryLock()) {
                try {
                    if (buffer.retireAfter(IDLE_ROUNDS)) {
                        buffers.remove(key, buffer);
                    }
                } finally {
                    buffer.lock.unlock();
                }
            }
        });
    }

    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(CLOSING.plusSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
