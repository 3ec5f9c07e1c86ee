package io.automationhub.activities.docker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of the engine's multiplexed stream: frames of an 8-byte header (stream, three zeros, length) and a payload,
 * which for logs begins with a time stamp. A long line comes as several frames, each with the stamp of the first.
 */
final class FrameReader {

    static final int MAX_LINE = 64 * 1024;
    private static final int MAX_FRAME = 16 * 1024 * 1024;

    private final DataInputStream in;
    private final boolean stamped;
    private final Part[] parts = {new Part(), new Part(), new Part()};
    private final Deque<LogLine> ready = new ArrayDeque<>();
    private Instant last = Instant.EPOCH;
    private boolean ended;
    private final boolean keepsRest;

    private static final class Part {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private @Nullable Instant begun;
    }

    /**
     * A reader.
     *
     * @param stamped whether frames begin with a time stamp, as those of logs do and those of a command do not
     * @param keepsRest whether a line without an end at the end of the stream counts
     */
    FrameReader(InputStream in, boolean stamped, boolean keepsRest) {
        this.keepsRest = keepsRest;
        this.in = new DataInputStream(new java.io.BufferedInputStream(in, 64 * 1024));
        this.stamped = stamped;
    }

    /** Blocks for the next line; null at the end. */
    @Nullable
    LogLine next() throws IOException {
        while (ready.isEmpty() && !ended) {
            if (!readFrame()) {
                ended = true;
                for (Part part : parts) {
                    if (keepsRest && part.bytes.size() > 0) {
                        emit(part);
                    }
                }
            }
        }
        return ready.poll();
    }

    private boolean readFrame() throws IOException {
        int stream = in.read();
        if (stream < 0) {
            return false;
        }
        byte[] payload;
        try {
            in.skipNBytes(3);
            int length = in.readInt();
            if (stream > 2 || length < 0 || length > MAX_FRAME) {
                throw new IOException("not a multiplexed stream");
            }
            payload = in.readNBytes(length);
        } catch (EOFException e) {
            return false;
        }
        take(parts[stream], payload);
        return true;
    }

    private void take(Part part, byte[] payload) {
        int from = 0;
        Instant stamp = null;
        if (stamped) {
            int space = indexOf(payload, ' ', 0);
            stamp = space < 0 ? null : instant(new String(payload, 0, space, StandardCharsets.US_ASCII));
            from = stamp == null ? 0 : space + 1;
        }
        while (from < payload.length) {
            if (part.begun == null) {
                part.begun = stamp == null ? Instant.now() : stamp;
            }
            int newline = indexOf(payload, '\n', from);
            int end = newline < 0 ? payload.length : newline;
            int fits = Math.min(end - from, MAX_LINE - part.bytes.size());
            part.bytes.write(payload, from, fits);
            from += fits;
            if (from < end) {
                emit(part);
            } else if (newline >= 0) {
                emit(part);
                from = newline + 1;
            }
        }
    }

    private void emit(Part part) {
        Instant begun = part.begun == null ? Instant.now() : part.begun;
        Instant time = begun.truncatedTo(ChronoUnit.MICROS);
        if (!time.isAfter(last)) {
            time = last.plus(1, ChronoUnit.MICROS);
        }
        last = time;
        String text = part.bytes.toString(StandardCharsets.UTF_8);
        ready.add(new LogLine(time, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
        part.bytes.reset();
        part.begun = null;
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
