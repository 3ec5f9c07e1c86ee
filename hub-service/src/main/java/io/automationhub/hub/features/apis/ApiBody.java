package io.automationhub.hub.features.apis;

import io.automationhub.agents.apigateway.Credential;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An API as it is answered; usage only where one is asked for. */
public record ApiBody(
        ApiId id,
        String slug,
        String name,
        String baseUrl,
        Map<String, String> headers,
        @Nullable Credential auth,
        ApiSettings.@Nullable Quota quota,
        ApiSettings.@Nullable Retries retries,
        ApiSettings.@Nullable Allow allow,
        @Nullable ApiUsage usage,
        Instant createdAt,
        Instant updatedAt) {

    static ApiBody of(Api api) {
        return of(api, null);
    }

    static ApiBody of(Api api, @Nullable ApiUsage usage) {
        ApiSettings settings = api.settings();
        return new ApiBody(
                api.id(),
                api.slug(),
                settings.name(),
                settings.baseUrl(),
                Objects.requireNonNullElse(settings.headers(), Map.of()),
                settings.auth(),
                settings.quota(),
                settings.retries(),
                settings.allow(),
                usage,
                api.createdAt(),
                api.updatedAt());
    }
}
