package io.automationhub.hub.platform.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a Docker engine whether it is there, without a client library: it is asked every few seconds. */
final class DockerPing {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final byte[] REQUEST =
            "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private DockerPing() {}

    /** Whether an engine answers at {@code unix:///path} or {@code tcp://host:port} within two seconds. */
    static boolean answers(URI engine) {
        boolean local = "unix".equals(engine.getScheme());
        SocketAddress address = local
                ? UnixDomainSocketAddress.of(engine.getPath())
                : new InetSocketAddress(engine.getHost(), engine.getPort());
        try (SocketChannel channel = local ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open()) {
            channel.configureBlocking(false);
            return exchange(channel, address);
        } catch (IOException | IllegalArgumentException away) {
            return false;
        }
    }

    private static boolean exchange(SocketChannel channel, SocketAddress address) throws IOException {
        try (Selector selector = Selector.open()) {
            if (!channel.connect(address)) {
                channel.register(selector, SelectionKey.OP_CONNECT);
                if (selector.select(PATIENCE.toMillis()) == 0 || !channel.finishConnect()) {
                    return false;
                }
            }
            channel.write(ByteBuffer.wrap(REQUEST));
            channel.register(selector, SelectionKey.OP_READ);
            if (selector.select(PATIENCE.toMillis()) == 0) {
                return false;
            }
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            answer.flip();
            return StandardCharsets.US_ASCII.decode(answer).toString().startsWith("HTTP/1.1 200");
        }
    }
}
