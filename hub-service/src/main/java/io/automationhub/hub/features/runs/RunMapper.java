package io.automationhub.hub.features.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.workflows.flow.FlowInput;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.RunStatus;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between rows and what the rules work with. */
public final class RunMapper {

    private final ObjectMapper json;

    public RunMapper(ObjectMapper json) {
        this.json = json;
    }

    /** The variable {@code run} of a run's expressions. */
    ObjectNode meta(RunRequest request) {
        ObjectNode meta = json.createObjectNode().put("name", request.plan().name());
        if (request.workflow() != null) {
            meta.put("workflow", request.workflow().toString());
        }
        if (request.workflowVersion() != null) {
            meta.put("version", request.workflowVersion());
        }
        return meta;
    }

    RunRow newRow(RunRequest request, FlowInput input, Instant now) {
        return new RunRow(
                request.id().value(),
                request.scope().organization().value(),
                request.workflow(),
                request.workflowVersion(),
                request.plan().name(),
                write(request.trigger()),
                write(input),
                text(RunStatus.QUEUED),
                null,
                null,
                null,
                request.requestedBy(),
                request.retried() == null ? null : request.retried().run().value(),
                now,
                null,
                null);
    }

    FlowInput readRequest(String document) {
        return read(document, FlowInput.class);
    }

    /** Whether credentials that may be restricted to projects reach the run. */
    boolean visible(Caller caller, RunRow row) {
        if (caller.projects().isEmpty()) {
            return true;
        }
        UUID project = readRequest(row.request()).scope().project();
        return project != null && caller.reaches(project);
    }

    /** @param live the state of an open run, null when it is not known */
    Run toRun(RunRow row, @Nullable FlowState live) {
        return new Run(
                new RunId(row.id()),
                row.workflowId(),
                row.workflowVersion(),
                row.name(),
                read(row.trigger(), JsonNode.class),
                readRequest(row.request()).inputs(),
                live == null ? recorded(row) : live,
                row.requestedBy(),
                row.retryOf() == null ? null : new RunId(row.retryOf()),
                row.createdAt());
    }

    /** What a step that called a run hears of its end. */
    ObjectNode end(Run run) {
        ObjectNode end = json.createObjectNode()
                .put("run", run.id().toString())
                .put("status", text(run.state().status()));
        if (run.state().outputs() != null) {
            end.set("output", run.state().outputs());
        }
        if (run.state().error() != null) {
            end.set("error", json.valueToTree(run.state().error()));
        }
        return end;
    }

    RunSummary toSummary(RunListItem row) {
        return new RunSummary(
                new RunId(row.id()),
                row.workflowId(),
                row.workflowVersion(),
                row.name(),
                read(row.trigger(), JsonNode.class),
                row.status(),
                row.requestedBy(),
                row.retryOf() == null ? null : new RunId(row.retryOf()),
                row.createdAt(),
                row.startedAt(),
                row.endedAt(),
                row.durationMs(),
                row.errorCode(),
                row.failedStep());
    }

    private FlowState recorded(RunRow row) {
        return new FlowState(
                json.convertValue(row.status(), RunStatus.class),
                row.startedAt(),
                row.endedAt(),
                row.steps() == null ? List.of() : Arrays.asList(read(row.steps(), StepState[].class)),
                row.output() == null ? null : read(row.output(), JsonNode.class),
                row.error() == null ? null : read(row.error(), Problem.class));
    }

    /** The word the API and the database use for a status. */
    String text(RunStatus status) {
        return json.convertValue(status, String.class);
    }

    JsonNode tree(String document) {
        return read(document, JsonNode.class);
    }

    ObjectNode object(String field, String value) {
        return json.createObjectNode().put(field, value);
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + value.getClass().getSimpleName() + " cannot be written", e);
        }
    }

    private <T> T read(String document, Class<T> type) {
        try {
            return json.readValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored " + type.getSimpleName() + " cannot be read", e);
        }
    }
}
