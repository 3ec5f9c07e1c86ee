package io.automationhub.workflows.definition.expression;

/** An expression that cannot be read, does not fit its types, or failed when evaluated. Its message is for the author. */
public final class ExpressionException extends RuntimeException {

    public ExpressionException(String message) {
        super(message);
    }
}
