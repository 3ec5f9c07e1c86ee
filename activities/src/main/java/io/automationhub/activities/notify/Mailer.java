package io.automationhub.activities.notify;

import io.automationhub.activities.http.AddressPolicy;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Hands mails to SMTP servers that users name. The server's address is looked up once, checked, and connected to as it
 * was checked; its certificate is verified against the name.
 */
public final class Mailer {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(20);
    private static final Duration ALL = Duration.ofSeconds(45);
    private static final int MAX_DIALOGUE = 256 * 1024;

    private final AddressPolicy policy;
    private final SSLContext tls;
    private final InstantSource clock;
    private final Duration limit;

    /** Trusts the certificate authorities of the Java run-time; gives a mail 45 s. */
    public Mailer(AddressPolicy policy, InstantSource clock) {
        this(policy, clock, standardTls(), ALL);
    }

    /** The same with other trust and another limit for everything from look-up to the last answer. */
    public Mailer(AddressPolicy policy, InstantSource clock, SSLContext tls, Duration limit) {
        this.policy = policy;
        this.clock = clock;
        this.tls = tls;
        this.limit = limit;
    }

    /**
     * Hands over a mail, to all recipients or none, and returns its Message-ID.
     *
     * @param key identifies the mail over all attempts
     * @throws ProblemException {@code invalid} when the server is not open or refuses login, sender, recipient or mail;
     *     {@code unavailable} when it says to try later; {@code upstream} and {@code timeout} when nothing was handed
     *     over; {@code outcome_unknown} when all was and no answer came
     */
    public String send(Mail mail, String key) {
        Mail.Server server = mail.server();
        long deadline = System.nanoTime() + limit.toNanos();
        @Nullable Socket plain = null;
        @Nullable Thread guard = null;
        try {
            Socket connected = connect(server);
            plain = connected;
            guard = Thread.startVirtualThread(() -> closeAfter(connected, deadline));
            return deliver(mail, key, secured(connected, server), deadline);
        } catch (IOException e) {
            throw away(server, deadline, e);
        } finally {
            if (guard != null) {
                guard.interrupt();
            }
            close(plain);
        }
    }

    private String deliver(Mail mail, String key, Socket socket, long deadline) {
        Mail.Server server = mail.server();
        Session session = Session.getInstance(properties(server, socket));
        MailMessage message = message(session, mail, key);
        try (SMTPTransport smtp = new PinnedTransport(session, server)) {
            try {
                smtp.connect(socket);
            } catch (jakarta.mail.AuthenticationFailedException e) {
                throw loginRefused(server, smtp.getLastReturnCode());
            }
            smtp.sendMessage(message, message.getAllRecipients());
            return message.id();
        } catch (MessagingException e) {
            throw failed(server, message, deadline, e);
        }
    }

    private MailMessage message(Session session, Mail mail, String key) {
        try {
            return new MailMessage(session, mail, key, clock.instant());
        } catch (MessagingException e) {
            throw new ProblemException(ProblemType.INVALID, "The mail cannot be written", e);
        }
    }

    private Socket connect(Mail.Server server) throws IOException {
        IOException last = new IOException("no address");
        for (InetAddress address : policy.permitted(server.host(), server.port())) {
            Socket socket = new BudgetSocket(MAX_DIALOGUE);
            try {
                socket.setSoTimeout((int) READ.toMillis());
                // With the name inside, nobody looks it up again, and TLS verifies it.
                InetAddress named = InetAddress.getByAddress(server.host(), address.getAddress());
                socket.connect(new InetSocketAddress(named, server.port()), (int) CONNECT.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secured(Socket plain, Mail.Server server) throws IOException {
        if (server.security() != Mail.Security.TLS) {
            return plain;
        }
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, server.host(), server.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private Properties properties(Mail.Server server, Socket socket) {
        boolean startTls = server.security() == Mail.Security.STARTTLS;
        Properties properties = new Properties();
        properties.put("mail.smtp.localhost", "[" + literal(socket.getLocalAddress()) + "]");
        properties.put("mail.smtp.auth", Boolean.toString(server.user() != null));
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.quitwait", "false");
        return properties;
    }

    /** RFC 5321: an address literal where the client has no name. */
    private static String literal(InetAddress local) {
        return (local instanceof java.net.Inet6Address ? "IPv6:" : "") + local.getHostAddress();
    }

    private static ProblemException failed(
            Mail.Server server, MailMessage message, long deadline, MessagingException failure) {
        int code = SmtpReplies.refusal(failure);
        if (code >= 500) {
            return new ProblemException(
                    ProblemType.INVALID, "The mail server at '" + server.host() + "' refused the mail with " + code);
        }
        if (code >= 400) {
            return new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "The mail server at '" + server.host() + "' cannot take the mail now, it says " + code);
        }
        if (message.isWritten()) {
            return new ProblemException(
                    ProblemType.OUTCOME_UNKNOWN,
                    "The mail was handed over, but the mail server at '" + server.host() + "' did not confirm it");
        }
        return away(server, deadline, failure);
    }

    private static ProblemException loginRefused(Mail.Server server, int code) {
        // Without the cause: a server may repeat in its answer what it was sent.
        if (code >= 500) {
            return new ProblemException(
                    ProblemType.INVALID, "The mail server at '" + server.host() + "' refused user or password");
        }
        return new ProblemException(
                ProblemType.UNAVAILABLE, "The mail server at '" + server.host() + "' could not check the login");
    }

    private static ProblemException away(Mail.Server server, long deadline, Exception cause) {
        boolean late = System.nanoTime() - deadline >= 0 || SmtpReplies.hasCause(cause, SocketTimeoutException.class);
        boolean untrusted = SmtpReplies.hasCause(cause, javax.net.ssl.SSLException.class);
        String how = late
                ? "did not answer in time"
                : untrusted ? "offers no trusted encryption" : "cannot be reached or broke off";
        return new ProblemException(
                late ? ProblemType.TIMEOUT : ProblemType.UPSTREAM_FAILED,
                "The mail server at '" + server.host() + "' " + how);
    }

    private static void closeAfter(Socket socket, long deadline) {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            close(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // What became of the mail was decided before.
        }
    }

    private static SSLContext standardTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java run-time has TLS", e);
        }
    }

    /** Takes the login from the server's record instead of asking for it, and swallows a failed goodbye. */
    private static final class PinnedTransport extends SMTPTransport {

        private final @Nullable String user;
        private final @Nullable String password;

        PinnedTransport(Session session, Mail.Server server) {
            super(session, new URLName("smtp", server.host(), server.port(), null, null, null));
            this.user = server.user();
            this.password = server.password();
        }

        @Override
        protected boolean protocolConnect(
                @Nullable String host, int port, @Nullable String ignoredUser, @Nullable String ignoredPassword)
                throws MessagingException {
            return super.protocolConnect(host, port, user, password);
        }

        @Override
        public synchronized void close() {
            try {
                super.close();
            } catch (MessagingException e) {
                // What matters was answered before, or is reported by what failed.
            }
        }
    }
}
