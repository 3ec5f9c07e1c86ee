package io.automationhub.workflows.agent;

import io.automationhub.workflows.ids.OrganizationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * In whose name work is done: decides which secrets and variables it may read.
 *
 * @param project null for work that belongs to no project
 * @param environment null for work that belongs to no environment
 */
public record WorkScope(
        OrganizationId organization,
        @Nullable UUID project,
        @Nullable UUID environment) {

    /** Work of an organization as a whole. */
    public static WorkScope of(OrganizationId organization) {
        return new WorkScope(organization, null, null);
    }
}
