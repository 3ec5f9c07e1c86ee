package io.automationhub.hub.features.triggers.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a sender proves that it knows the secret. */
public enum SignatureStyle {
    /** A keyed hash of the body in a header of its own. */
    @JsonProperty("hmac")
    HMAC,
    /** As GitHub signs. */
    @JsonProperty("github")
    GITHUB,
    /** The secret itself in a header, as GitLab sends it. */
    @JsonProperty("gitlab")
    GITLAB,
    /** As Stripe signs. */
    @JsonProperty("stripe")
    STRIPE,
    /** Not at all: the secret is a part of the address. */
    @JsonProperty("none")
    NONE
}
