package io.automationhub.hub.features.workflows;

import io.automationhub.workflows.ids.RunId;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /workflows/{workflow}/dry-run}.
 *
 * @param run an ended run whose inputs and outputs are taken
 * @param version a published version's number; the draft when null
 */
public record DryRunRequest(RunId run, @Nullable Integer version) {}
