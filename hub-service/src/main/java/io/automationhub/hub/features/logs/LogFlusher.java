package io.automationhub.hub.features.logs;

import io.automationhub.workflows.ids.OrganizationId;
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
    private static final Duration AWAY_ROUND = Duration.ofMillis(250);
    private static final long HURRY = Duration.ofMillis(10).toNanos();
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Duration linger;
    private final LogWriter writer;
    private final ChunkQueue queue;
    private final Map<GroupBuffer.Key, GroupBuffer> buffers;
    private final LogMasks masks;
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

    LogFlusher(
            Duration linger,
            LogWriter writer,
            ChunkQueue queue,
            Map<GroupBuffer.Key, GroupBuffer> buffers,
            LogMasks masks) {
        this.masks = masks;
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
        long deadline = asked + patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (allStoredSince - asked <= 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                hurry = true;
                wake();
                if (roundEnded.awaitNanos(Math.min(left, HURRY)) <= 0) {
                    log.trace("The round is not at its end yet");
                }
            }
            return true;
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
                    if (!sealHanded()) {
                        log.warn("Log lines of {} runs or instances could not be masked and are lost", handed.size());
                    }
                    return;
                }
            }
        }
    }

    private void round() throws InterruptedException {
        if (!closing) {
            awaitWork();
            gather();
        }
        roundStart = System.nanoTime();
        work.drainPermits();
        boolean sealed = sealHanded();
        boolean stored = roundStart - nextTry >= 0 && storeMarked();
        if (!stored && closing) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        retireIdle();
        lock.lock();
        try {
            // What was written before the round began was in a buffer handed over by then, or in the queue already.
            if (sealed && stored) {
                allStoredSince = roundStart;
                hurry = false;
            }
            roundEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork() throws InterruptedException {
        if (!queue.isEmpty() && !away) {
            return;
        }
        Duration longest = queue.isEmpty() && handed.isEmpty() ? SWEEP : AWAY_ROUND;
        if (!work.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            log.trace("A round of its own accord");
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

    /** Closes the chunks of all buffers handed over; whether that was possible. */
    private boolean sealHanded() {
        if (!closing && !queue.hasRoom()) {
            // Their writers are held back until some room has been made.
            return handed.isEmpty();
        }
        List<GroupBuffer> ready = new ArrayList<>();
        List<GroupBuffer> unready = new ArrayList<>();
        handed.drainTo(ready);
        for (GroupBuffer buffer : ready) {
            freshen(buffer.key.organization());
            buffer.lock.lock();
            try {
                if (buffer.maskAll()) {
                    buffer.admitLoss();
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
        return unready.isEmpty();
    }

    /** Reads the secrets before a buffer is locked, so that its writers are not held up. */
    private void freshen(OrganizationId organization) {
        boolean hopeless = away && !queue.isEmpty();
        if (!hopeless && masks.load(organization) == null) {
            log.debug("The secrets of organization {} cannot be read; its log lines wait", organization);
        }
    }

    /** Stores what is queued by now. What comes meanwhile is for the next round, so that a round has an end. */
    private boolean storeMarked() {
        queue.mark();
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
            if (queue.passedMark()) {
                return true;
            }
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
