package io.automationhub.hub.features.logs;

import io.automationhub.workflows.ids.OrganizationId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a chunk: raw DEFLATE (RFC 1951) over a series of lines, each {@code zigzag varint(microseconds since the
 * line before, since the epoch for the first) · varint(step) · varint(length) · UTF-8}. Step 0 is none; the next unused
 * number introduces a step and is followed by {@code varint(length) · name}.
 *
 * <p>DEFLATE because the JDK brings it: no native library to unpack, no {@code Unsafe}, and on log text of this size it
 * stays within about a tenth of zstd.
 */
final class ChunkCodec {

    /** Says in the database how the bytes are to be read. */
    static final int CODEC = 1;

    private static final int LEVEL = 4;

    private ChunkCodec() {}

    /** Collects lines. */
    static final class Builder {

        private final ByteArrayOutputStream raw = new ByteArrayOutputStream(4096);
        private final List<String> steps = new ArrayList<>();
        private int lines;
        private long rawBytes;
        private long lastMicros;
        private Instant first = Instant.EPOCH;
        private Instant last = Instant.EPOCH;

        void add(Instant time, @Nullable String step, byte[] text) {
            long micros = micros(time);
            varint(raw, zigzag(micros - lastMicros));
            lastMicros = micros;
            step(step);
            varint(raw, text.length);
            raw.writeBytes(text);
            first = lines == 0 || time.isBefore(first) ? time : first;
            last = lines == 0 || time.isAfter(last) ? time : last;
            lines++;
            rawBytes += text.length + 1L;
        }

        private void step(@Nullable String step) {
            if (step == null) {
                varint(raw, 0);
                return;
            }
            int known = steps.indexOf(step);
            if (known >= 0) {
                varint(raw, known + 1L);
                return;
            }
            steps.add(step);
            varint(raw, steps.size());
            byte[] name = step.getBytes(StandardCharsets.UTF_8);
            varint(raw, name.length);
            raw.writeBytes(name);
        }

        int lines() {
            return lines;
        }

        long rawBytes() {
            return rawBytes;
        }

        /** The lines so far as a chunk. */
        LogChunk chunk(UUID id, OrganizationId organization, String group) {
            return new LogChunk(id, organization, group, lines, rawBytes, first, last, steps, compress(), null);
        }

        private byte[] compress() {
            Deflater deflater = new Deflater(LEVEL, true);
            try {
                deflater.setInput(raw.toByteArray());
                deflater.finish();
                ByteArrayOutputStream out = new ByteArrayOutputStream(raw.size() / 4 + 64);
                byte[] buffer = new byte[8192];
                while (!deflater.finished()) {
                    out.write(buffer, 0, deflater.deflate(buffer));
                }
                return out.toByteArray();
            } finally {
                deflater.end();
            }
        }
    }

    /**
     * Reads lines back.
     *
     * @param firstSeq number of the first
     * @throws IllegalStateException when the bytes are not a chunk
     */
    static List<LogLine> decode(int codec, long firstSeq, byte[] data) {
        if (codec != CODEC) {
            throw new IllegalStateException("Log chunk of an unknown codec " + codec);
        }
        Reader in = new Reader(inflate(data));
        List<LogLine> lines = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        long micros = 0;
        while (in.more()) {
            micros += unzigzag(in.varint());
            int step = Math.toIntExact(in.varint());
            if (step > steps.size()) {
                steps.add(in.text());
            }
            String name = step == 0 ? null : steps.get(step - 1);
            lines.add(new LogLine(firstSeq + lines.size(), instant(micros), name, in.text()));
        }
        return lines;
    }

    private static byte[] inflate(byte[] data) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(data);
            ByteArrayOutputStream out = new ByteArrayOutputStream(data.length * 4 + 64);
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IllegalStateException("Log chunk is cut off");
                }
                out.write(buffer, 0, read);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalStateException("Log chunk is damaged", e);
        } finally {
            inflater.end();
        }
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }

    private static long zigzag(long n) {
        return (n << 1) ^ (n >> 63);
    }

    private static long unzigzag(long n) {
        return (n >>> 1) ^ -(n & 1);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean more() {
            return at < bytes.length;
        }

        long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte b = next();
                value |= (long) (b & 0x7F) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IllegalStateException("Log chunk is damaged");
        }

        String text() {
            int length = Math.toIntExact(varint());
            if (length < 0 || length > bytes.length - at) {
                throw new IllegalStateException("Log chunk is damaged");
            }
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }

        private byte next() {
            if (at == bytes.length) {
                throw new IllegalStateException("Log chunk is damaged");
            }
            return bytes[at++];
        }
    }
}
