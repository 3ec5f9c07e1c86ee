package io.automationhub.activities.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that misbehaves as told: for a command's first word ({@code .} for the end of a mail) it gives another
 * reply, or none and hangs up for an empty one.
 */
final class SmtpServer implements AutoCloseable {

    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private final Map<String, String> replies;
    private final @Nullable SSLContext tls;

    SmtpServer(Map<String, String> replies, @Nullable SSLContext tls) throws IOException {
        this.replies = replies;
        this.tls = tls;
        this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Every line of every client, those of mails included, marked with {@code tls } when encrypted. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                serve(socket, "");
            } catch (IOException e) {
                // The client left, or the test is over.
            }
        }
    }

    private void serve(Socket socket, String mark) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        if (mark.isEmpty() && !reply(out, "greeting", "220 here")) {
            return;
        }
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(mark + line);
            String word = data ? (line.equals(".") ? "." : "") : line.split(" ", 2)[0];
            if (word.isEmpty()) {
                continue;
            }
            data = word.equals("DATA");
            if (!reply(out, word, standard(word, mark))) {
                return;
            }
            SSLContext context = tls;
            if (word.equals("STARTTLS") && context != null) {
                SSLSocket secure =
                        (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
                secure.setUseClientMode(false);
                serve(secure, "tls ");
                return;
            }
        }
    }

    private String standard(String word, String mark) {
        return switch (word) {
            case "EHLO" -> tls != null && mark.isEmpty() ? "250-here\r\n250 STARTTLS" : "250-here\r\n250 AUTH PLAIN";
            case "STARTTLS" -> "220 go on";
            case "AUTH" -> "235 welcome";
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            default -> "250 fine";
        };
    }

    private boolean reply(OutputStream out, String word, String standard) throws IOException {
        String reply = replies.getOrDefault(word, standard);
        if (reply.isEmpty()) {
            return false;
        }
        out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
    }
}
