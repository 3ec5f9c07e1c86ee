package io.automationhub.activities.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * A tar archive made while it is read: no copy on disk and no thread. Owner is root and names are as in the context, so
 * that unchanged files give the engine the same layer.
 */
public final class TarStream extends InputStream {

    private static final int CHUNK = 128 * 1024;

    private final Iterator<BuildContext.Entry> entries;
    private final Buffer buffer = new Buffer();
    private final TarArchiveOutputStream tar;
    private final byte[] chunk = new byte[CHUNK];
    private @Nullable InputStream file;
    private long left;
    private int position;
    private boolean finished;
    private volatile boolean closed;

    private static final class Buffer extends ByteArrayOutputStream {
        int copy(int from, byte[] target, int offset, int length) {
            int n = Math.min(length, count - from);
            System.arraycopy(buf, from, target, offset, n);
            return n;
        }

        int length() {
            return count;
        }
    }

    TarStream(List<BuildContext.Entry> entries) {
        this.entries = entries.iterator();
        this.tar = new TarArchiveOutputStream(buffer, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == buffer.length()) {
            if (closed) {
                throw new IOException("closed");
            }
            if (finished) {
                return -1;
            }
            buffer.reset();
            position = 0;
            fill();
        }
        int n = buffer.copy(position, target, offset, length);
        position += n;
        return n;
    }

    private void fill() throws IOException {
        InputStream open = file;
        if (open != null) {
            int n = left == 0 ? -1 : open.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (n > 0) {
                tar.write(chunk, 0, n);
                left -= n;
            } else if (left > 0) {
                throw new IOException("a file of the context became shorter while it was read");
            } else {
                open.close();
                file = null;
                tar.closeArchiveEntry();
            }
        } else if (entries.hasNext()) {
            begin(entries.next());
        } else {
            tar.finish();
            finished = true;
        }
    }

    private void begin(BuildContext.Entry entry) throws IOException {
        TarArchiveEntry header;
        if (entry.link() != null) {
            header = new TarArchiveEntry(entry.name(), TarConstants.LF_SYMLINK);
            header.setLinkName(entry.link());
        } else {
            header = new TarArchiveEntry(entry.folder() ? entry.name() + "/" : entry.name());
            header.setSize(entry.size());
        }
        header.setMode(entry.mode());
        header.setModTime(entry.modifiedMillis() / 1000 * 1000);
        header.setIds(0, 0);
        header.setNames("", "");
        tar.putArchiveEntry(header);
        if (entry.text() != null) {
            tar.write(entry.text().getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
        } else if (entry.link() == null && !entry.folder()) {
            file = Files.newInputStream(entry.path(), LinkOption.NOFOLLOW_LINKS);
            left = entry.size();
        } else {
            tar.closeArchiveEntry();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        InputStream open = file;
        if (open != null) {
            open.close();
        }
    }
}
