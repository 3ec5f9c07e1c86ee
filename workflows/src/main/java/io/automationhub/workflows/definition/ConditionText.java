package io.automationhub.workflows.definition;

import io.automationhub.workflows.definition.expression.ExpressionException;
import io.automationhub.workflows.definition.expression.Expressions;

/** The text of an {@code if}. */
final class ConditionText {

    private ConditionText() {}

    /** Without the braces; a text that cannot be read is left for the compiler to report. */
    static String bare(String condition) {
        try {
            return Expressions.bare(condition);
        } catch (ExpressionException e) {
            return condition;
        }
    }
}
