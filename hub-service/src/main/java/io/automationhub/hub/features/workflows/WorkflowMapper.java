package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.workflows.ids.OrganizationId;

/** Between rows and what the rules work with. */
final class WorkflowMapper {

    private final ObjectMapper json;

    WorkflowMapper(ObjectMapper json) {
        this.json = json;
    }

    Workflow toWorkflow(WorkflowRow row) {
        return new Workflow(
                new WorkflowId(row.id()),
                row.slug(),
                row.name(),
                row.description(),
                row.draft(),
                row.publishedVersion(),
                row.version(),
                row.createdAt(),
                row.updatedAt());
    }

    WorkflowRow toRow(OrganizationId organization, Workflow workflow) {
        return new WorkflowRow(
                workflow.id().value(),
                organization.value(),
                workflow.slug(),
                workflow.name(),
                workflow.description(),
                workflow.draft(),
                workflow.publishedVersion(),
                workflow.version(),
                workflow.createdAt(),
                workflow.updatedAt());
    }

    WorkflowVersion toVersion(WorkflowVersionRow row) {
        return new WorkflowVersion(
                new WorkflowId(row.workflowId()), row.version(), row.source(), row.publishedAt(), row.publishedBy());
    }

    String write(CompiledWorkflow compiled) {
        try {
            return json.writeValueAsString(compiled);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A plan cannot be written", e);
        }
    }

    CompiledWorkflow readCompiled(String document) {
        try {
            return json.readValue(document, CompiledWorkflow.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored plan cannot be read", e);
        }
    }
}
