package io.automationhub.hub.deploying;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What the edge proxy itself says of its slots, whatever the hub believes. */
final class EdgeStatistics {

    private static final int NAME = 1;
    private static final int STATUS = 17;

    private EdgeStatistics() {}

    /** Names of the servers, {@code backend/slot}, that are not in maintenance. */
    static List<String> inService(Path socket) {
        return ask(socket, "show stat\n")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split(",", -1))
                .filter(columns -> !columns[NAME].equals("FRONTEND") && !columns[NAME].equals("BACKEND"))
                .filter(columns -> !columns[STATUS].startsWith("MAINT"))
                .map(columns -> columns[0] + "/" + columns[NAME])
                .toList();
    }

    private static String ask(Path socket, String command) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
