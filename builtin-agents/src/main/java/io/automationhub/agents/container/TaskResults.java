package io.automationhub.agents.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.activities.docker.ContainerInfo;
import io.automationhub.activities.docker.Engine;
import io.automationhub.agents.JsonTexts;
import io.automationhub.agents.Redaction;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Reads what programs left in their containers, with their secrets taken out. */
final class TaskResults {

    private static final int TAIL = 32 * 1024;
    private static final int MAX_OUTPUT = 1 << 20;

    private final Engine engine;

    TaskResults(Engine engine) {
        this.engine = engine;
    }

    /** What a program that ended gives. */
    RunContainer.Output output(RunContainer.Input in, ContainerInfo ended, Redaction redaction) {
        Instant began = ended.startedAt();
        Instant finished = ended.finishedAt();
        return new RunContainer.Output(
                ended.exitCode(),
                tail(ended, false, redaction),
                tail(ended, true, redaction),
                in.outputFile() == null
                        ? JsonNodeFactory.instance.nullNode()
                        : outputs(ended, RunContainer.FOLDER + "/" + in.outputFile(), redaction),
                began == null || finished == null
                        ? 0
                        : Duration.between(began, finished).toMillis());
    }

    private String tail(ContainerInfo ended, boolean errors, Redaction redaction) {
        return JsonTexts.withoutNul(redaction.of(engine.logs().end(ended.id(), errors, TAIL)));
    }

    private JsonNode outputs(ContainerInfo ended, String path, Redaction redaction) {
        return engine.files()
                .read(ended.id(), path, MAX_OUTPUT)
                .map(bytes -> JsonTexts.parse(new String(redaction.of(bytes), StandardCharsets.UTF_8))
                        .orElseThrow(() ->
                                new ProblemException(ProblemType.COMMAND_FAILED, "The output file does not hold JSON")))
                .orElse(JsonNodeFactory.instance.nullNode());
    }

    /** What a program that ended with another code than expected is reported as. */
    ProblemException failed(ContainerInfo ended, Redaction redaction) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        evidence.put("exitCode", ended.exitCode())
                .put("stdout", tail(ended, false, redaction))
                .put("stderr", tail(ended, true, redaction));
        return new ProblemException(
                        ProblemType.COMMAND_FAILED,
                        "The program ended with code " + ended.exitCode()
                                + (ended.outOfMemory() ? " for lack of memory" : ""))
                .withEvidence(evidence);
    }
}
