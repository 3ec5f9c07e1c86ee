package io.automationhub.hub.features.triggers;

import io.automationhub.hub.features.triggers.settings.EventSettings;
import io.automationhub.hub.features.triggers.settings.RunSettings;
import io.automationhub.hub.features.triggers.settings.SettingsChecks;
import io.automationhub.hub.features.triggers.settings.SignatureStyle;
import io.automationhub.hub.features.triggers.settings.TriggerSettings;
import io.automationhub.hub.features.triggers.settings.TriggerType;
import io.automationhub.hub.features.triggers.settings.WebhookSettings;
import io.automationhub.hub.features.workflows.Workflow;
import io.automationhub.hub.features.workflows.WorkflowService;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.definition.RunInputs;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What must hold of a trigger before it is kept. */
final class TriggerRules {

    private final WorkflowService workflows;

    TriggerRules(WorkflowService workflows) {
        this.workflows = workflows;
    }

    /**
     * Checks what is asked for.
     *
     * @param before the settings as they were; null for a trigger that is new
     * @return the settings as they are kept
     * @throws ProblemException {@code invalid} with a pointer for everything that is wrong, {@code forbidden} when the
     *     caller may not see what the trigger would
     */
    TriggerSettings check(
            Handle handle, Caller caller, Workflow workflow, CreateTrigger asked, @Nullable TriggerSettings before) {
        TriggerSettings settings = asked.settings();
        requireSight(caller, settings);
        List<FieldError> errors = new ArrayList<>(SettingsChecks.of(settings));
        if (settings instanceof EventSettings event && event.filter() != null) {
            errors.addAll(TriggerExpressions.inFilter(event.filter(), "/event/filter"));
        }
        if (asked.secret() != null && asked.type() != TriggerType.WEBHOOK) {
            errors.add(new FieldError("/secret", "is for triggers of type webhook"));
        }
        List<FieldError> wrongInput = TriggerExpressions.inInput(asked.inputOrNothing());
        errors.addAll(wrongInput.isEmpty() ? misfits(handle, workflow, asked) : wrongInput);
        // What stays as it was stays allowed, though the workflow that is watched may be gone by now.
        boolean watchesAnew = settings instanceof RunSettings && !settings.equals(before);
        TriggerSettings kept = watchesAnew ? found(caller, (RunSettings) settings, errors) : settings;
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The trigger is not valid", errors);
        }
        if (settings instanceof WebhookSettings webhook && webhook.signature().style() == SignatureStyle.NONE) {
            TriggerSecrets.requirePlain(asked.secret());
        }
        return kept;
    }

    /** Nobody learns by a trigger what they may not read. */
    private static void requireSight(Caller caller, TriggerSettings settings) {
        String needed = switch (settings) {
            case EventSettings ignored -> "events:read";
            case RunSettings ignored -> "runs:read";
            default -> null;
        };
        if (needed == null) {
            return;
        }
        if (!caller.holds(needed)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This needs the scope '" + needed + "', too");
        }
        if (!caller.projects().isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "These credentials are restricted to projects; events and runs are of all");
        }
    }

    /** What can be told of version and input before anything fires. */
    private List<FieldError> misfits(Handle handle, Workflow workflow, CreateTrigger asked) {
        Integer wanted = asked.version() == null ? workflow.publishedVersion() : asked.version();
        if (wanted == null) {
            return List.of();
        }
        WorkflowService.Published published;
        try {
            published = workflows.published(handle, workflow.id().toString(), wanted);
        } catch (ProblemException e) {
            return List.of(new FieldError("/version", e.detail()));
        }
        if (!TriggerExpressions.isFixed(asked.inputOrNothing())) {
            return List.of();
        }
        try {
            RunInputs.complete(published.compiled().inputs(), asked.inputOrNothing());
            return List.of();
        } catch (ProblemException e) {
            return e.errors().stream()
                    .map(error -> new FieldError("/input" + error.pointer(), error.detail()))
                    .toList();
        }
    }

    private RunSettings found(Caller caller, RunSettings settings, List<FieldError> errors) {
        try {
            Workflow observed = workflows.get(caller, settings.workflow());
            return new RunSettings(observed.id().toString(), settings.statuses());
        } catch (ProblemException e) {
            if (e.type() != ProblemType.NOT_FOUND) {
                throw e;
            }
            errors.add(new FieldError("/run/workflow", e.detail()));
            return settings;
        }
    }
}
