package io.automationhub.activities.notify;

import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Reads what a mail server answered out of the chain of exceptions. */
final class SmtpReplies {

    private SmtpReplies() {}

    /** The highest reply of 400 or more in the chain; 0 when the server refused nothing. */
    static int refusal(MessagingException failure) {
        int found = 0;
        for (Exception e = failure; e instanceof MessagingException; e = ((MessagingException) e).getNextException()) {
            int code = switch (e) {
                case SMTPSendFailedException send -> send.getReturnCode();
                case SMTPAddressFailedException address -> address.getReturnCode();
                case SMTPSenderFailedException sender -> sender.getReturnCode();
                default -> 0;
            };
            found = code >= 400 && code < 600 ? Math.max(found, code) : found;
        }
        return found;
    }

    /** Whether the cause is among those of a failure. */
    static boolean hasCause(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return true;
            }
        }
        return false;
    }
}
