package io.automationhub.activities.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads what containers write. */
public final class ContainerLogs {

    /** Lines just before the asked time are read too, so that those after it get the same times as ever. */
    private static final Duration OVERLAP = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(300);
    /** Characters of one stretch of following after which it is a burst, and of reading before which it was none. */
    private static final long BURST = 256 * 1024;

    private static final long CALM = 64 * 1024;

    private final EngineHttp http;
    private final Containers containers;

    ContainerLogs(EngineHttp http, Containers containers) {
        this.http = http;
        this.containers = containers;
    }

    /**
     * Follows a container's log until the container ends.
     *
     * @param after only lines later than this, the {@link LogLine#time()} of a line already seen; null for all
     */
    public Feed<LogLine> follow(String container, @Nullable Instant after) {
        return new Feed<>("log-" + container, () -> new Following(container, after));
    }

    /** The last lines, oldest first. */
    public List<LogLine> tail(String container, int lines) {
        List<LogLine> found = new ArrayList<>();
        try (Feed.Source<LogLine> source = open(container, null, false, true, lines)) {
            for (LogLine line = source.next(); line != null; line = source.next()) {
                found.add(line);
            }
        } catch (IOException e) {
            throw EngineErrors.away(e);
        }
        return List.copyOf(found.subList(Math.max(0, found.size() - lines), found.size()));
    }

    /**
     * The end of what a container wrote to one of its outputs.
     *
     * @param errors whether of the standard error instead of the standard output
     * @param characters how many at most, whole lines unless the last is longer
     */
    public String end(String container, boolean errors, int characters) {
        Deque<String> lines = new ArrayDeque<>();
        int length = 0;
        try (Feed.Source<LogLine> source = read(container, Map.of(errors ? "stderr" : "stdout", "1"), null, true)) {
            for (LogLine line = source.next(); line != null; line = source.next()) {
                lines.add(line.text());
                length += line.text().length() + 1;
                while (length > characters + 1 && lines.size() > 1) {
                    length -= lines.remove().length() + 1;
                }
            }
        } catch (IOException e) {
            throw EngineErrors.away(e);
        }
        String end = String.join("\n", lines);
        return end.substring(Math.max(0, end.length() - characters));
    }

    private Feed.Source<LogLine> open(
            String container, @Nullable Instant after, boolean follow, boolean keepsRest, @Nullable Integer tail) {
        Map<String, String> query = new TreeMap<>();
        query.put("stdout", "1");
        query.put("stderr", "1");
        query.put("follow", follow ? "1" : "0");
        if (tail != null) {
            query.put("tail", String.valueOf(tail));
        }
        if (after != null) {
            Instant since = after.minus(OVERLAP);
            query.put("since", "%d.%09d".formatted(since.getEpochSecond(), since.getNano()));
        }
        return read(container, query, after, keepsRest);
    }

    private Feed.Source<LogLine> read(
            String container, Map<String, String> asked, @Nullable Instant after, boolean keepsRest) {
        Map<String, String> query = new TreeMap<>(asked);
        query.put("timestamps", "1");
        EngineHttp.Answer answer =
                http.open("GET", "/containers/" + Names.identifier(container) + "/logs", query, Map.of(), null);
        FrameReader frames = new FrameReader(answer.body(), true, keepsRest);
        return new Feed.Source<>() {
            @Override
            public @Nullable LogLine next() throws IOException {
                LogLine line = frames.next();
                while (line != null && after != null && !line.time().isAfter(after)) {
                    line = frames.next();
                }
                return line;
            }

            @Override
            public void close() {
                answer.close();
            }
        };
    }

    /**
     * Follows while the container says little and reads the files again and again while it says much: engines before 23
     * skip lines of a followed log when its file is rotated in a burst, and end it early now and then.
     */
    private final class Following implements Feed.Source<LogLine> {

        private final String container;
        private @Nullable Instant last;
        private Feed.Source<LogLine> part;
        private boolean follows = true;
        private boolean ran = true;
        private long characters;
        private volatile boolean closed;

        Following(String container, @Nullable Instant after) {
            this.container = container;
            this.last = after;
            this.part = open(container, after, true, false, null);
        }

        @Override
        public @Nullable LogLine next() throws IOException {
            while (!closed) {
                LogLine line = follows && characters > BURST ? null : part.next();
                if (line != null) {
                    last = line.time();
                    characters += line.text().length();
                    return line;
                }
                part.close();
                if (!follows && !ran) {
                    return null;
                }
                if (!follows) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                follows = !follows && characters <= CALM;
                characters = 0;
                if (!follows) {
                    ran = containers
                            .find(container)
                            .filter(ContainerInfo::running)
                            .isPresent();
                }
                part = open(container, last, follows, !follows && !ran, null);
            }
            return null;
        }

        @Override
        public void close() {
            closed = true;
            part.close();
        }
    }
}
