package io.automationhub.agents.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.activities.notify.Mail;
import io.automationhub.activities.notify.Mailer;
import io.automationhub.activities.notify.Webhook;
import io.automationhub.activities.notify.WebhookSender;
import io.automationhub.agents.AgentJson;
import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;
import io.automationhub.workflows.agent.CapabilityContext;
import io.automationhub.workflows.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends messages to webhooks and mailboxes. A webhook may be repeated under its delivery id; a mail is sent once. */
public final class NotificationAgent extends TypedAgent {

    record ToWebhook(
            String url,
            @Nullable String secret,
            String text,
            @Nullable JsonNode data) {}

    record Delivered(int status, String delivery) {}

    record ToMailbox(
            String host,
            int port,
            Mail.Security security,
            @Nullable String user,
            @Nullable String password,
            String from,
            List<String> to,
            String subject,
            String text,
            @Nullable JsonNode data) {}

    record Sent(String messageId, int recipients) {}

    /** Sends through these. */
    public NotificationAgent(WebhookSender webhooks, Mailer mailer) {
        super(
                "notification",
                Handler.on(
                        "webhook",
                        ToWebhook.class,
                        Delivered.class,
                        (input, context) -> webhook(webhooks, input, context)),
                Handler.on("email", ToMailbox.class, Sent.class, (input, context) -> email(mailer, input, context)));
    }

    private static Delivered webhook(WebhookSender webhooks, ToWebhook input, CapabilityContext context) {
        URI uri;
        try {
            uri = new URI(input.url());
        } catch (URISyntaxException e) {
            throw ProblemException.invalid("/url", "Must be a URL");
        }
        ObjectNode body = AgentJson.mapper().createObjectNode().put("text", input.text());
        if (present(input.data())) {
            body.set("data", input.data());
        }
        String key = context.call().key();
        int status = webhooks.send(new Webhook(uri, body.toString(), secret(input.secret(), context)), key);
        // The host alone: the path of a webhook often holds a token.
        context.log("The webhook at " + uri.getHost() + " answered HTTP " + status);
        return new Delivered(status, key);
    }

    private static Sent email(Mailer mailer, ToMailbox input, CapabilityContext context) {
        Mail.Server server = new Mail.Server(
                input.host(), input.port(), input.security(), input.user(), secret(input.password(), context));
        Mail mail = new Mail(server, input.from(), input.to(), input.subject(), text(input));
        String id = mailer.send(mail, context.call().key());
        context.log("The mail server at " + input.host() + " took the mail " + id);
        return new Sent(id, mail.to().size());
    }

    private static String text(ToMailbox input) {
        if (!present(input.data())) {
            return input.text();
        }
        try {
            return input.text() + "\n\n"
                    + AgentJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(input.data()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON can be written", e);
        }
    }

    private static boolean present(@Nullable JsonNode data) {
        return data != null && !data.isNull();
    }

    private static @Nullable String secret(@Nullable String name, CapabilityContext context) {
        return name == null ? null : context.secrets().resolve(context.call().scope(), name, null);
    }
}
