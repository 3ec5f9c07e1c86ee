package io.automationhub.hub.features.logs;

import io.automationhub.workflows.ids.OrganizationId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks that wait on disk for the database, first in, first out; what a killed hub left is found again by the next
 * one. A file is a series of {@code length · CRC-32 · chunk}; whatever follows a torn record is not read. What is in it
 * has been masked. Not safe for use by several threads.
 */
final class LogSpool implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogSpool.class);
    private static final long FILE_BYTES = 8L << 20;
    private static final long FIRST_NUMBER = 1_000_000_000_000L;
    private static final int MAX_RECORD = 16 << 20;

    private final Path folder;
    private final long maxBytes;
    private final TreeMap<Long, Path> files = new TreeMap<>();
    private long lowest = FIRST_NUMBER;
    private long highest = FIRST_NUMBER;
    private long bytes;
    private long openBytes;
    private @Nullable OutputStream open;
    private @Nullable Path taken;

    /**
     * Opens or makes the folder.
     *
     * @throws UncheckedIOException when that cannot be done
     */
    LogSpool(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Stream<Path> present = Files.list(folder)) {
                for (Path file : present.toList()) {
                    found(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void found(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.matches("\\d{13}\\.spool")) {
            long number = Long.parseLong(name.substring(0, 13));
            files.put(number, file);
            lowest = Math.min(lowest, number);
            highest = Math.max(highest, number);
            bytes += Files.size(file);
        }
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    boolean hasRoom() {
        return bytes < maxBytes;
    }

    /** Puts a chunk last. */
    void append(LogChunk chunk) throws IOException {
        if (open == null || openBytes >= FILE_BYTES) {
            closeOpen();
            highest++;
            open = create(highest);
        }
        byte[] record = record(chunk);
        open.write(record);
        openBytes += record.length;
        bytes += record.length;
    }

    /** Puts chunks before all that wait; they take the place of those taken and not confirmed. */
    void prepend(List<LogChunk> chunks) throws IOException {
        if (!chunks.isEmpty()) {
            lowest--;
            try (OutputStream out = create(lowest)) {
                for (LogChunk chunk : chunks) {
                    byte[] record = record(chunk);
                    out.write(record);
                    bytes += record.length;
                }
            }
        }
        confirmTaken();
    }

    /** The chunks of the oldest file, which stays until they are confirmed. */
    List<LogChunk> takeOldest() {
        var oldest = files.pollFirstEntry();
        if (oldest == null) {
            return List.of();
        }
        if (files.isEmpty()) {
            closeOpen();
        }
        taken = oldest.getValue();
        return read(oldest.getValue());
    }

    /** The chunks last taken are stored. */
    void confirmTaken() {
        Path done = taken;
        taken = null;
        if (done == null) {
            return;
        }
        try {
            bytes = Math.max(0, bytes - Files.size(done));
            Files.deleteIfExists(done);
        } catch (IOException e) {
            log.warn("A spool file of log lines could not be removed; its lines are recognized when read again", e);
        }
    }

    @Override
    public void close() {
        closeOpen();
    }

    private OutputStream create(long number) throws IOException {
        Path file = folder.resolve(String.format("%013d.spool", number));
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        files.put(number, file);
        openBytes = 0;
        return out;
    }

    private void closeOpen() {
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.warn("A spool file of log lines could not be closed", e);
            }
            open = null;
        }
    }

    private static List<LogChunk> read(Path file) {
        List<LogChunk> chunks = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            while (in.available() >= 8) {
                int length = in.readInt();
                int crc = in.readInt();
                byte[] body = length < 0 || length > MAX_RECORD ? new byte[0] : in.readNBytes(length);
                if (body.length != length || crc(body) != crc) {
                    log.warn(
                            "A spool file of log lines ends in a torn record; {} chunks before it are kept",
                            chunks.size());
                    break;
                }
                chunks.add(chunk(body));
            }
        } catch (IOException e) {
            log.error("A spool file of log lines could not be read to its end", e);
        }
        return chunks;
    }

    private static byte[] record(LogChunk chunk) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(chunk.data().length + 256);
        DataOutputStream out = new DataOutputStream(bytes);
        uuid(out, chunk.id());
        uuid(out, chunk.organization().value());
        out.writeUTF(chunk.group());
        out.writeInt(chunk.lines());
        out.writeLong(chunk.rawBytes());
        time(out, chunk.first());
        time(out, chunk.last());
        out.writeInt(chunk.steps().size());
        for (String step : chunk.steps()) {
            out.writeUTF(step);
        }
        out.writeInt(chunk.data().length);
        out.write(chunk.data());
        out.writeBoolean(chunk.ends() != null);
        out.writeUTF(chunk.ends() == null ? "" : chunk.ends());
        byte[] body = bytes.toByteArray();
        return ByteBuffer.allocate(8 + body.length)
                .putInt(body.length)
                .putInt(crc(body))
                .put(body)
                .array();
    }

    private static LogChunk chunk(byte[] body) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        UUID id = uuid(in);
        OrganizationId organization = new OrganizationId(uuid(in));
        String group = in.readUTF();
        int lines = in.readInt();
        long rawBytes = in.readLong();
        Instant first = time(in);
        Instant last = time(in);
        List<String> steps = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            steps.add(in.readUTF());
        }
        byte[] data = in.readNBytes(in.readInt());
        boolean ending = in.readBoolean();
        String ends = in.readUTF();
        return new LogChunk(id, organization, group, lines, rawBytes, first, last, steps, data, ending ? ends : null);
    }

    private static void uuid(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant time(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static int crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }
}
