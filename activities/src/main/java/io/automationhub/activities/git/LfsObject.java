package io.automationhub.activities.git;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** A large file on its way into the cache; it takes its place there only whole and with the digest it was asked for. */
final class LfsObject extends OutputStream {

    private final LfsPointer pointer;
    private final Path place;
    private final Path part;
    private final GitWatch watch;
    private final DigestOutputStream out;
    private long written;

    LfsObject(GitCache cache, LfsPointer pointer, GitWatch watch) {
        this.pointer = pointer;
        this.place = cache.largeFile(pointer.digest());
        this.part = place.resolveSibling("tmp_" + UUID.randomUUID());
        this.watch = watch;
        try {
            Files.createDirectories(part.getParent());
            out = new DigestOutputStream(Files.newOutputStream(part), MessageDigest.getInstance("SHA-256"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        written += length;
        if (written > pointer.size()) {
            throw wrong();
        }
        out.write(bytes, offset, length);
        watch.alive();
    }

    /** Puts what was written in its place. */
    void keep() {
        try {
            out.close();
            if (written != pointer.size()
                    || !HexFormat.of()
                            .formatHex(out.getMessageDigest().digest())
                            .equals(pointer.digest())) {
                throw wrong();
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProblemException wrong() {
        return new ProblemException(
                ProblemType.UPSTREAM_FAILED, "The large file " + pointer.digest() + " is not what its pointer says");
    }
}
