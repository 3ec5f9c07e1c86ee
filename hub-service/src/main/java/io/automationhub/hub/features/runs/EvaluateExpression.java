package io.automationhub.hub.features.runs;

import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /runs/{run}/evaluate}.
 *
 * @param expression bare, or a text with <code>${{ }}</code>
 * @param step whose place it is evaluated at; the end of the run when null
 * @param item index of one of the step's items, or null
 */
public record EvaluateExpression(
        String expression, @Nullable String step, @Nullable Integer item) {}
