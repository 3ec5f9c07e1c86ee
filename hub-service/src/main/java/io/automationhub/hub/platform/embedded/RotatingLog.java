package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A log file of bounded size: at the limit it becomes {@code <file>.1}, the former one {@code <file>.2}. */
final class RotatingLog implements AutoCloseable {

    private static final int KEPT = 2;

    private final Path file;
    private final long maxBytes;
    private OutputStream out;
    private long size;

    RotatingLog(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        this.out = open();
        this.size = Files.size(file);
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized void write(byte[] bytes, int length) throws IOException {
        if (size + length > maxBytes && size > 0) {
            rotate();
        }
        out.write(bytes, 0, length);
        size += length;
    }

    private void rotate() throws IOException {
        out.close();
        for (int number = KEPT; number > 0; number--) {
            Path from = number == 1 ? file : numbered(number - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        out = open();
        size = 0;
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    /** The last lines of the file, for an error message. */
    synchronized List<String> tail(int lines) throws IOException {
        List<String> all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
