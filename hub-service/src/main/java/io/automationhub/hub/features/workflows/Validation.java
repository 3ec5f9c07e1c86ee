package io.automationhub.hub.features.workflows;

import io.automationhub.workflows.problem.FieldError;
import java.util.List;

/** What came of checking a definition. */
public record Validation(boolean valid, List<FieldError> errors) {}
