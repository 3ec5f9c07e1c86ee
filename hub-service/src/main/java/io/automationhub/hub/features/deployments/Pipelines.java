package io.automationhub.hub.features.deployments;

import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.definition.Plan;
import io.automationhub.workflows.pipeline.PipelineTemplate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The plans of the pipelines, compiled once. */
public interface Pipelines {

    /** The plan of a pipeline the hub ships with. */
    Plan of(PipelineTemplate template);

    /** Compiles every template; one that does not compile is a defect of the program. */
    static Pipelines compiledBy(DefinitionCompiler compiler) {
        Map<PipelineTemplate, Plan> plans = new EnumMap<>(PipelineTemplate.class);
        for (PipelineTemplate template : PipelineTemplate.values()) {
            DefinitionCompiler.Result result = compiler.compile(template.yaml());
            if (!result.errors().isEmpty()) {
                throw new IllegalStateException("The pipeline " + template + " is wrong: " + result.errors());
            }
            plans.put(template, result.orThrow());
        }
        return template -> Objects.requireNonNull(plans.get(template), "every template is compiled");
    }
}
