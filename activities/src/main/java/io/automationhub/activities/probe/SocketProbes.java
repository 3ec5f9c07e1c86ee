package io.automationhub.activities.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Probes over the network, one connection each; of an HTTP answer only the status line is read. */
final class SocketProbes {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");
    private static final Pattern PATH = Pattern.compile("/[!-~]*");
    private static final int MAX_STATUS_LINE = 512;
    private static final int MIN_TIMEOUT_MILLIS = 50;

    private SocketProbes() {}

    /** Whether something listens. */
    static ProbeResult tcp(InetSocketAddress address, Duration timeout) {
        try (Socket socket = new Socket()) {
            socket.connect(address, millis(timeout));
            return new ProbeResult(true, "listens on port " + address.getPort());
        } catch (IOException e) {
            return failed(e);
        }
    }

    /**
     * Whether a {@code GET} is answered with the status.
     *
     * @param path request target, printable ASCII that begins with a slash
     * @param expectStatus null accepts 200 to 399; a redirect is not followed
     */
    static ProbeResult http(InetSocketAddress address, String path, @Nullable Integer expectStatus, Duration timeout) {
        if (!PATH.matcher(path).matches()) {
            return new ProbeResult(false, "the path is not a request target");
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Socket socket = new Socket()) {
            socket.connect(address, millis(timeout));
            String host = address.getHostString();
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + (host.contains(":") ? "[" + host + "]" : host)
                    + ":" + address.getPort()
                    + "\r\nUser-Agent: automation-hub-health\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return judge(statusLine(socket, deadline), expectStatus);
        } catch (IOException e) {
            return failed(e);
        }
    }

    private static ProbeResult judge(String line, @Nullable Integer expectStatus) {
        Matcher matcher = STATUS.matcher(line);
        if (!matcher.matches()) {
            return new ProbeResult(false, line.isEmpty() ? "closed without an answer" : "no HTTP answer");
        }
        int status = Integer.parseInt(matcher.group(1));
        boolean healthy = expectStatus == null ? status >= 200 && status < 400 : status == expectStatus;
        return new ProbeResult(healthy, "HTTP " + status);
    }

    /** A byte at a time, so that an answer that trickles is held to the time of the whole probe. */
    private static String statusLine(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        while (line.length() < MAX_STATUS_LINE) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            int b = in.read();
            if (b < 0 || b == '\n') {
                break;
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private static ProbeResult failed(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return new ProbeResult(false, "no answer in time");
        }
        return new ProbeResult(false, e instanceof ConnectException ? "connection refused" : "connection broken");
    }

    private static int millis(Duration timeout) {
        return (int) Math.max(MIN_TIMEOUT_MILLIS, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    }
}
