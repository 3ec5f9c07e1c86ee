package io.automationhub.hub.features.projects;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where an application comes from.
 *
 * @param type what the other fields mean
 * @param url the repository of a git source
 * @param ref branch, tag or commit deployed when a deployment names none; null is the repository's default branch
 * @param credential the secret that opens the repository
 * @param image reference of an image source
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Source(
        Type type,
        @Nullable String url,
        @Nullable String ref,
        @Nullable Credential credential,
        @Nullable String image) {

    /** Kinds of sources. */
    public enum Type {
        @JsonProperty("git")
        GIT,
        @JsonProperty("image")
        IMAGE
    }

    /** A secret, by name. */
    public record Credential(String secret) {}
}
