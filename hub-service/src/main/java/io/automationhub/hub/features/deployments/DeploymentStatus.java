package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Where a deployment is. */
public enum DeploymentStatus {
    QUEUED("queued"),
    RUNNING("running"),
    AWAITING_APPROVAL("awaitingApproval"),
    BAKING("baking"),
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    ROLLED_BACK("rolledBack"),
    CANCELED("canceled"),
    SUPERSEDED("superseded");

    private static final Set<DeploymentStatus> ENDED = EnumSet.of(SUCCEEDED, FAILED, ROLLED_BACK, CANCELED, SUPERSEDED);

    private final String text;

    DeploymentStatus(String text) {
        this.text = text;
    }

    /** The word the API and the database use. */
    @JsonValue
    public String text() {
        return text;
    }

    /** Reads {@link #text()}. */
    public static DeploymentStatus of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No deployment status " + text));
    }

    /** Whether it has ended. */
    public boolean isFinal() {
        return ENDED.contains(this);
    }
}
