package io.automationhub.hub;

/** Why a command did not do its work, in a sentence for the operator. */
final class OperatorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OperatorException(String message) {
        super(message);
    }
}
