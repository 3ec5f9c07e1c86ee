package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.hub.features.projects.Environment;
import io.automationhub.hub.features.projects.EnvironmentService;
import io.automationhub.hub.features.releases.Release;
import io.automationhub.hub.features.releases.ReleaseId;
import io.automationhub.hub.features.releases.ReleaseService;
import io.automationhub.workflows.flow.CallState;
import io.automationhub.workflows.flow.FlowState;
import io.automationhub.workflows.flow.StepState;
import io.automationhub.workflows.flow.StepStatus;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.ids.RunId;
import io.automationhub.workflows.problem.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a deployment failed: the step, its problem with the probe transcript and the containers' last lines, the
 * end of its log, how taking it back went, and what differs from the release that serves.
 */
public final class FailureReporter {

    private static final int LINES = 50;

    private final StepLogs logs;
    private final ReleaseService releases;
    private final EnvironmentService environments;
    private final SnapshotDiff diff;
    private final ObjectMapper json;

    public FailureReporter(StepLogs logs, ReleaseService releases, EnvironmentService environments, ObjectMapper json) {
        this.logs = logs;
        this.releases = releases;
        this.environments = environments;
        this.diff = new SnapshotDiff(json);
        this.json = json;
    }

    /** Reads logs of steps. */
    @FunctionalInterface
    public interface StepLogs {

        /** The last lines of a step, oldest first, at most so many. */
        List<String> tail(OrganizationId organization, RunId run, String step, int lines);
    }

    ObjectNode report(Handle handle, OrganizationId organization, Deployment deployment, FlowState state) {
        ObjectNode report = json.createObjectNode();
        Optional<StepState> failed = state.steps().stream()
                .filter(step -> step.status() == StepStatus.FAILED && !step.handled())
                .findFirst();
        failed.ifPresent(step -> {
            report.put("step", step.id());
            report.set("log", json.valueToTree(logs.tail(organization, deployment.run(), step.id(), LINES)));
        });
        @Nullable Problem problem = failed.map(StepState::error).orElse(state.error());
        if (problem != null) {
            report.put("code", problem.type().slug()).put("detail", problem.detail());
            report.set("evidence", problem.evidence());
        }
        report.set("compensations", compensations(state));
        serving(handle, deployment).ifPresent(good -> {
            report.put("servingRelease", good.id().toString());
            made(handle, deployment)
                    .ifPresent(release -> report.set("changes", diff.between(good.snapshot(), release.snapshot())));
        });
        return report;
    }

    private ArrayNode compensations(FlowState state) {
        ArrayNode undone = json.createArrayNode();
        for (StepState step : state.steps()) {
            calls(step).map(CallState::compensation).filter(Objects::nonNull).forEach(undo -> {
                ObjectNode entry = undone.addObject().put("step", step.id());
                entry.set("status", json.valueToTree(undo.status()));
                entry.set("error", json.valueToTree(undo.error()));
            });
        }
        return undone;
    }

    private static Stream<CallState> calls(StepState step) {
        Stream<CallState> single = Stream.ofNullable(step.call());
        return step.items() == null ? single : Stream.concat(single, step.items().stream());
    }

    private Optional<Release> made(Handle handle, Deployment deployment) {
        return deployment.release() == null ? Optional.empty() : releases.find(handle, deployment.release());
    }

    private Optional<Release> serving(Handle handle, Deployment deployment) {
        return environments
                .find(handle, deployment.environment())
                .map(Environment::currentRelease)
                .flatMap(current -> releases.find(handle, new ReleaseId(current)));
    }
}
