package io.automationhub.hub.features.secrets;

/** The body that sets a variable. */
public record ValueBody(String value) {

    /** Without the value, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "ValueBody[***]";
    }
}
