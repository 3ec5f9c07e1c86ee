package io.automationhub.hub.features.apis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.agents.apigateway.RegisteredApi;
import io.automationhub.workflows.ids.OrganizationId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Between rows, what the rules work with, and what the agent is told. */
final class ApiMapper {

    private final ObjectMapper json;

    ApiMapper(ObjectMapper json) {
        this.json = json;
    }

    Api toApi(ApiRow row) {
        return new Api(
                new ApiId(row.id()), row.slug(), read(row.settings()), row.version(), row.createdAt(), row.updatedAt());
    }

    ApiRow toRow(OrganizationId organization, Api api) {
        return new ApiRow(
                api.id().value(),
                organization.value(),
                api.slug(),
                write(api.settings()),
                api.version(),
                api.createdAt(),
                api.updatedAt());
    }

    static RegisteredApi registered(Api api) {
        ApiSettings settings = api.settings();
        ApiSettings.Allow allow = settings.allow();
        List<String> methods = allow == null ? null : allow.methods();
        List<String> paths = allow == null ? null : allow.paths();
        return new RegisteredApi(
                api.id().value(),
                api.slug(),
                URI.create(settings.baseUrl()),
                Objects.requireNonNullElse(settings.headers(), Map.of()),
                settings.auth(),
                retries(settings.retries()),
                Objects.requireNonNullElse(methods, List.of()),
                Objects.requireNonNullElse(paths, List.of()));
    }

    private static RegisteredApi.Retries retries(ApiSettings.@Nullable Retries retries) {
        RegisteredApi.Retries none = RegisteredApi.Retries.NONE;
        return retries == null
                ? none
                : new RegisteredApi.Retries(
                        retries.attempts(),
                        Objects.requireNonNullElse(retries.statuses(), List.of(502, 503, 504)),
                        Objects.requireNonNullElse(retries.pauseMs(), none.pauseMillis()),
                        Objects.requireNonNullElse(retries.maxPauseMs(), none.maxPauseMillis()));
    }

    private ApiSettings read(String document) {
        try {
            return json.readValue(document, ApiSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored settings of an API cannot be read", e);
        }
    }

    private String write(ApiSettings settings) {
        try {
            return json.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Settings of an API cannot be written", e);
        }
    }
}
