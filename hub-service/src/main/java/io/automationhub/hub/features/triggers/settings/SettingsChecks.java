package io.automationhub.hub.features.triggers.settings;

import io.automationhub.hub.features.events.TopicPattern;
import io.automationhub.hub.features.triggers.cron.CronExpression;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules of settings that no schema can say; pointers begin with the type's name. */
public final class SettingsChecks {

    /** Headers that prove who somebody is; no run is shown them. */
    private static final Set<String> NEVER_SHOWN = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
            "x-api-key",
            "x-gitlab-token",
            "x-hub-signature",
            "x-hub-signature-256",
            "stripe-signature");

    private final List<FieldError> errors = new ArrayList<>();

    private SettingsChecks() {}

    /** What is wrong with settings; empty when nothing is. */
    public static List<FieldError> of(TriggerSettings settings) {
        SettingsChecks checks = new SettingsChecks();
        switch (settings) {
            case ScheduleSettings schedule -> checks.schedule(schedule);
            case WebhookSettings webhook -> checks.webhook(webhook);
            case EventSettings event -> checks.event(event);
            case RunSettings ignored -> {
                // Whether there is such a workflow only the database can tell.
            }
        }
        return List.copyOf(checks.errors);
    }

    /** Whether a header is one that may be shown to runs. */
    public static boolean mayBeShown(String header, WebhookSettings settings) {
        String name = header.toLowerCase(Locale.ROOT);
        return !NEVER_SHOWN.contains(name)
                && !name.equals(settings.signature().headerOrDefault().toLowerCase(Locale.ROOT));
    }

    private void schedule(ScheduleSettings settings) {
        try {
            CronExpression.parse(settings.cron());
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("/schedule/cron", String.valueOf(e.getMessage())));
        }
        if (!ZoneId.getAvailableZoneIds().contains(settings.timeZone())) {
            errors.add(new FieldError("/schedule/timeZone", "must be a time zone such as Europe/Berlin or UTC"));
        }
        if (settings.startAt() != null
                && settings.endAt() != null
                && !settings.endAt().isAfter(settings.startAt())) {
            errors.add(new FieldError("/schedule/endAt", "must be after startAt"));
        }
    }

    private void webhook(WebhookSettings settings) {
        SignatureSettings signature = settings.signature();
        SignatureStyle style = signature.style();
        if (style != SignatureStyle.HMAC && signature.describesHmac()) {
            errors.add(new FieldError("/webhook/signature", "only style hmac has more to say than its style"));
        }
        boolean timed = style == SignatureStyle.STRIPE || signature.timestampHeader() != null;
        if (signature.toleranceSeconds() != null && !timed) {
            errors.add(new FieldError(
                    "/webhook/signature/toleranceSeconds",
                    "needs a style that signs the time: stripe, or a timestampHeader"));
        }
        boolean own = style == SignatureStyle.HMAC || style == SignatureStyle.NONE;
        if (settings.deliveryHeader() != null && !own) {
            errors.add(new FieldError(
                    "/webhook/deliveryHeader", "is for the styles hmac and none; others have their own"));
        }
        if (settings.waitSeconds() != null && settings.respond() != WebhookSettings.Respond.RESULT) {
            errors.add(new FieldError("/webhook/waitSeconds", "needs respond: result"));
        }
        for (int i = 0; i < settings.headers().size(); i++) {
            if (!mayBeShown(settings.headers().get(i), settings)) {
                errors.add(new FieldError("/webhook/headers/" + i, "is not shown to runs"));
            }
        }
    }

    private void event(EventSettings settings) {
        try {
            TopicPattern.of(settings.topic());
        } catch (ProblemException e) {
            errors.add(new FieldError("/event/topic", e.detail()));
        }
    }
}
