package io.automationhub.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One kept-alive HTTP/1.1 connection over loopback that costs next to nothing, for one thread. */
public final class Connection implements AutoCloseable {

    /**
     * What was answered.
     *
     * @param closing whether the connection is at its end
     */
    public record Answer(int status, String body, boolean closing) {

        /** Whether the status is one of success. */
        public boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;

    /**
     * Connects.
     *
     * @param headers sent with every request; {@code Host} among them
     */
    public Connection(int port, String path, Map<String, String> headers) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.socket.setSoTimeout(PATIENCE_MILLIS);
        this.socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        String lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
        this.request = ("GET " + path + " HTTP/1.1\r\n" + lines + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Asks once on a connection of its own. */
    public static Answer once(int port, String path, Map<String, String> headers) throws IOException {
        try (Connection connection = new Connection(port, path, headers)) {
            return connection.get();
        }
    }

    /** Sends the request and reads the whole answer. */
    public Answer get() throws IOException {
        socket.getOutputStream().write(request);
        String status = line();
        int length = -1;
        boolean chunked = false;
        boolean closing = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            closing |= lower.startsWith("connection:") && lower.contains("close");
        }
        byte[] body = chunked ? chunks() : length < 0 ? in.readAllBytes() : exactly(length);
        return new Answer(
                Integer.parseInt(status.split(" ", 3)[1]),
                new String(body, StandardCharsets.UTF_8),
                closing || (length < 0 && !chunked));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int length = HexFormat.fromHexDigits(line().strip());
        while (length > 0) {
            all.writeBytes(exactly(length));
            line();
            length = HexFormat.fromHexDigits(line().strip());
        }
        line();
        return all.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("cut off after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed without a whole answer");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
