package io.automationhub.hub.features.projects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.automationhub.workflows.ids.OrganizationId;
import java.util.List;

/** Between rows and what the rules work with. */
final class ProjectMapper {

    /**
     * Most projects share most of their settings, and lists are asked for again and again: reading the documents was a
     * fifth of a list's work. Kept by content, so nothing in here is ever out of date.
     */
    private static final int DOCUMENTS = 2_000;

    private final ObjectMapper json;
    private final Cache<Document, Object> documents =
            Caffeine.newBuilder().maximumSize(DOCUMENTS).build();

    private record Document(Class<?> type, String text) {}

    ProjectMapper(ObjectMapper json) {
        this.json = json;
    }

    Project toProject(ProjectRow row) {
        return new Project(
                new ProjectId(row.id()),
                row.slug(),
                row.name(),
                read(row.source(), Source.class),
                read(row.build(), BuildSettings.class),
                read(row.runtime(), RuntimeSettings.class),
                row.version(),
                row.createdAt(),
                row.updatedAt());
    }

    ProjectRow toRow(OrganizationId organization, Project project) {
        return new ProjectRow(
                project.id().value(),
                organization.value(),
                project.slug(),
                project.name(),
                write(project.source()),
                write(project.build()),
                write(project.runtime()),
                project.version(),
                project.createdAt(),
                project.updatedAt());
    }

    Environment toEnvironment(EnvironmentRow row) {
        return new Environment(
                new EnvironmentId(row.id()),
                new ProjectId(row.projectId()),
                row.slug(),
                row.name(),
                row.host(),
                List.copyOf(row.domains()),
                read(row.overrides(), RuntimeSettings.class),
                row.currentReleaseId(),
                row.version(),
                row.createdAt(),
                row.updatedAt());
    }

    EnvironmentRow toRow(OrganizationId organization, Environment environment) {
        return new EnvironmentRow(
                environment.id().value(),
                organization.value(),
                environment.project().value(),
                environment.slug(),
                environment.name(),
                environment.host(),
                write(environment.overrides()),
                environment.currentRelease(),
                environment.domains(),
                environment.version(),
                environment.createdAt(),
                environment.updatedAt());
    }

    private <T> T read(String document, Class<T> type) {
        return type.cast(documents.get(new Document(type, document), unread -> parse(document, type)));
    }

    private <T> T parse(String document, Class<T> type) {
        try {
            return json.readValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored " + type.getSimpleName() + " cannot be read", e);
        }
    }

    private String write(Object settings) {
        try {
            return json.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + settings.getClass().getSimpleName() + " cannot be written", e);
        }
    }
}
