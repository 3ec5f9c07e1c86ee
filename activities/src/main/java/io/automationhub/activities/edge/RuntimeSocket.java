package io.automationhub.activities.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** HAProxy's runtime API. */
final class RuntimeSocket {

    static final String NAME = "admin.sock";

    /** The proxy reads commands into a buffer of 16 KiB. */
    private static final int LINE = 8 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final UnixDomainSocketAddress address;

    RuntimeSocket(Path folder) {
        this.address = UnixDomainSocketAddress.of(folder.resolve(NAME));
    }

    /** Sends one command and reads its whole answer. */
    String ask(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.connect(address);
            channel.configureBlocking(false);
            ByteBuffer out = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII));
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer in = ByteBuffer.allocate(64 * 1024);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0 || selector.select(left) == 0) {
                    throw new IOException("the edge proxy does not answer");
                }
                selector.selectedKeys().clear();
                if (out.hasRemaining()) {
                    channel.write(out);
                    if (!out.hasRemaining()) {
                        key.interestOps(SelectionKey.OP_READ);
                    }
                } else {
                    in.clear();
                    if (channel.read(in) < 0) {
                        return answer.toString(StandardCharsets.UTF_8);
                    }
                    answer.write(in.array(), 0, in.position());
                }
            }
        }
    }

    /** Sends commands, as many at once as fit. */
    void tell(List<String> commands) throws IOException {
        List<String> batch = new ArrayList<>();
        int length = 0;
        for (String command : commands) {
            if (length + command.length() > LINE) {
                ask(String.join(";", batch));
                batch.clear();
                length = 0;
            }
            batch.add(command);
            length += command.length() + 1;
        }
        if (!batch.isEmpty()) {
            ask(String.join(";", batch));
        }
    }

    /** Opens a connection that stays; reading from it ends when the proxy does. */
    SocketChannel watch() throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.write(ByteBuffer.wrap("prompt\n".getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }
}
