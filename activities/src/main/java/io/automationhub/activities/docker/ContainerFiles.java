package io.automationhub.activities.docker;

import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small files of a container, whether it runs or not. */
public final class ContainerFiles {

    private static final int ANYONE = 0755;
    /** As of /tmp: programs of any user may write there. */
    private static final int SHARED = 01777;

    private final EngineHttp http;

    ContainerFiles(EngineHttp http) {
        this.http = http;
    }

    /**
     * Puts files below a folder, which is made, and which programs of any user may write to.
     *
     * @param folder absolute path, one level deep
     * @param files path below the folder to text
     */
    public void put(String container, String folder, Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            TarArchiveEntry root = new TarArchiveEntry(folder.substring(1) + "/");
            root.setMode(SHARED);
            tar.putArchiveEntry(root);
            tar.closeArchiveEntry();
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(
                        Names.mountPath(folder + "/" + file.getKey()).substring(1));
                entry.setMode(ANYONE);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INTERNAL_ERROR, "The files could not be packed", e);
        }
        http.open(
                        "PUT",
                        "/containers/" + Names.identifier(container) + "/archive",
                        Map.of("path", "/"),
                        Map.of("Content-Type", "application/x-tar"),
                        new ByteArrayInputStream(bytes.toByteArray()))
                .close();
    }

    /**
     * Reads a file; empty when there is none, or something else than a file.
     *
     * @param path absolute
     * @throws ProblemException {@code too_large} for more bytes than the limit
     */
    public Optional<byte[]> read(String container, String path, int limit) {
        try (EngineHttp.Answer answer = http.open(
                        "GET",
                        "/containers/" + Names.identifier(container) + "/archive",
                        Map.of("path", Names.mountPath(path)),
                        Map.of(),
                        null);
                TarArchiveInputStream tar = new TarArchiveInputStream(answer.body())) {
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry == null || !entry.isFile() || entry.isSymbolicLink() || entry.isLink()) {
                return Optional.empty();
            }
            byte[] content = tar.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE, "The file '" + path + "' holds more than " + limit + " bytes");
            }
            return Optional.of(content);
        } catch (ProblemException e) {
            if (e.type() == ProblemType.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            throw EngineErrors.away(e);
        }
    }
}
