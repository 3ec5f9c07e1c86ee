package io.automationhub.hub.features.apis;

import io.automationhub.agents.apigateway.Credential;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /apis}; a missing slug is made from the name. */
public record CreateApi(
        @Nullable String slug,
        String name,
        String baseUrl,
        @Nullable Map<String, String> headers,
        @Nullable Credential auth,
        ApiSettings.@Nullable Quota quota,
        ApiSettings.@Nullable Retries retries,
        ApiSettings.@Nullable Allow allow) {

    ApiSettings settings() {
        return new ApiSettings(name, baseUrl, headers, auth, quota, retries, allow);
    }
}
