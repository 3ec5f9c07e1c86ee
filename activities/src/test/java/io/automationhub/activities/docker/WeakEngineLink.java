package io.automationhub.activities.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to the engine at {@code DOCKER_HOST} that a test can cut. */
final class WeakEngineLink implements AutoCloseable {

    private final Path socket;
    private final SocketAddress target;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    /** Listens on a socket in a folder. */
    WeakEngineLink(Path folder) throws IOException {
        URI host = EngineSettings.fromEnvironment(System.getenv()).host();
        this.target = host.getScheme().equals("unix")
                ? UnixDomainSocketAddress.of(host.getPath())
                : new InetSocketAddress(host.getHost(), host.getPort());
        this.socket = folder.resolve("engine.sock");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().name("weak-engine-link").start(this::accept);
    }

    EngineSettings settings() {
        return new EngineSettings(URI.create("unix://" + socket), EngineSettings.DEFAULT_NETWORK_POOL);
    }

    /** Ends every connection; new ones are served. */
    void drop() {
        open.forEach(WeakEngineLink::end);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel near = server.accept();
                SocketChannel far = SocketChannel.open(target);
                open.add(near);
                open.add(far);
                Thread.ofVirtual().start(() -> pipe(near, far));
                Thread.ofVirtual().start(() -> pipe(far, near));
            } catch (IOException e) {
                // The engine refuses, or this link is closed.
            }
        }
    }

    private void pipe(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // Either side is gone, which is what this is for.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        drop();
    }
}
