package io.automationhub.hub.platform.telemetry;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/** Sets up the hub's own log: lines on standard output, written by a thread of their own. */
public final class Logging {

    private static final int QUEUE = 8192;
    private static final String LINES = "lines";
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** Libraries that write whole requests below INFO, and what the hub sends holds secrets. */
    private static final List<String> REQUEST_WRITERS = List.of("com.github.dockerjava", "org.apache.hc");

    private Logging() {}

    /**
     * Replaces whatever is set up.
     *
     * @param level one of {@code ERROR WARN INFO DEBUG TRACE}; libraries log warnings only, unless it is more than INFO
     * @param json one JSON object a line instead of text
     */
    public static void configure(String level, boolean json) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        Encoder<ILoggingEvent> encoder = json ? new JsonLogEncoder() : new TextLogEncoder();
        encoder.setContext(context);
        encoder.start();
        console.setEncoder(encoder);
        console.start();

        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setName(LINES);
        async.setQueueSize(QUEUE);
        async.setDiscardingThreshold(0);
        async.addAppender(console);
        async.start();

        Level wanted = Level.toLevel(level, Level.INFO);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(wanted.isGreaterOrEqual(Level.INFO) ? max(wanted, Level.WARN) : wanted);
        root.addAppender(async);
        context.getLogger("io.automationhub").setLevel(wanted);
        context.getLogger("access").setLevel(wanted);
        REQUEST_WRITERS.forEach(name -> context.getLogger(name).setLevel(max(wanted, Level.INFO)));
    }

    /** Waits, a second at most, until what is queued is written out. */
    public static void drain() {
        Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(LINES) instanceof AsyncAppender lines) {
            long deadline = System.nanoTime() + DRAIN.toNanos();
            while (lines.getNumberOfElementsInQueue() > 0 && System.nanoTime() < deadline) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Writes out what is queued; the last thing a program does. */
    public static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static Level max(Level a, Level b) {
        return a.isGreaterOrEqual(b) ? a : b;
    }
}
