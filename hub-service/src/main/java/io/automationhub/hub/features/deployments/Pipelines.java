package io.automationhub.hub.features.deployments;

import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.pipeline.PipelineTemplate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The plans of the pipelines the hub ships with, each compiled once: when it is asked for, or before. */
public final class Pipelines {

    private final DefinitionCompiler compiler;
    private final Map<PipelineTemplate, Plan> plans = new ConcurrentHashMap<>();

    /** Nothing is compiled yet. */
    public Pipelines(DefinitionCompiler compiler) {
        this.compiler = compiler;
    }

    /** The plan of a pipeline; {@link IllegalStateException} when it does not compile, a defect of the program. */
    Plan of(PipelineTemplate template) {
        return plans.computeIfAbsent(template, this::compile);
    }

    /** Compiles them all, so that no deployment has to wait for it. */
    public void compileAll() {
        for (PipelineTemplate template : PipelineTemplate.values()) {
            of(template);
        }
    }

    private Plan compile(PipelineTemplate template) {
        DefinitionCompiler.Result result = compiler.compile(template.yaml());
        if (!result.errors().isEmpty()) {
            throw new IllegalStateException("The pipeline " + template + " is wrong: " + result.errors());
        }
        return result.orThrow();
    }
}
