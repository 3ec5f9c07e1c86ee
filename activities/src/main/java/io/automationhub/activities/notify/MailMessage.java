package io.automationhub.activities.notify;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A mail as it goes over the wire; knows whether all of it was handed to the server. */
final class MailMessage extends MimeMessage {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String id;
    private volatile boolean written;

    MailMessage(Session session, Mail mail, String key, Instant now) throws MessagingException {
        super(session);
        Mail.Mailbox from = Mail.address("/from", mail.from());
        this.id = id(key, from.address());
        setFrom(internet(from));
        for (int i = 0; i < mail.to().size(); i++) {
            addRecipient(
                    Message.RecipientType.TO,
                    internet(Mail.address("/to/" + i, mail.to().get(i))));
        }
        setSubject(mail.subject(), UTF_8);
        setSentDate(Date.from(now));
        // Keeps vacation responders quiet: RFC 3834.
        setHeader("Auto-Submitted", "auto-generated");
        setText(mail.text(), UTF_8);
        saveChanges();
    }

    /** The same for every attempt of a call, so that a mail sent twice is recognized. */
    String id() {
        return id;
    }

    /** Whether the server may have seen the end: after that a lost connection leaves the outcome open. */
    boolean isWritten() {
        return written;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    @Override
    public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException, MessagingException {
        super.writeTo(out, ignored);
        // The line that ends a mail is written only after this returns.
        written = true;
    }

    private static InternetAddress internet(Mail.Mailbox mailbox) {
        try {
            return new InternetAddress(mailbox.address(), mailbox.name(), UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("Every Java run-time has UTF-8", e);
        }
    }

    private static String id(String key, String from) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "<" + HexFormat.of().formatHex(hash, 0, 20) + from.substring(from.lastIndexOf('@')) + ">";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java run-time has SHA-256", e);
        }
    }
}
