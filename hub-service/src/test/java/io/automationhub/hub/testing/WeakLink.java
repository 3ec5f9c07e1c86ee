package io.automationhub.hub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A connection to a server on this machine that a test can cut and mend. */
public final class WeakLink implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** Forwards connections from {@link #port} to a port of this machine. */
    public WeakLink(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("weak-link").start(this::accept);
    }

    /** Where to connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** Ends every connection and refuses new ones. */
    public void cut() {
        cut = true;
        drop();
    }

    /** Ends every connection; new ones are served. */
    public void drop() {
        open.forEach(WeakLink::end);
    }

    /** Serves new connections again. */
    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                if (cut) {
                    end(near);
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(near);
                open.add(far);
                Thread.ofVirtual().start(() -> pipe(near, far));
                Thread.ofVirtual().start(() -> pipe(far, near));
                if (cut) {
                    drop();
                }
            } catch (IOException e) {
                // The target refuses, or this link is closed.
            }
        }
    }

    private void pipe(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side is gone, which is what this is for.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was closed already.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        drop();
    }
}
