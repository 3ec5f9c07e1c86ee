package io.automationhub.hub.platform.embedded;

/** Something the hub brings along cannot be set up or started; the message tells its operator what to do. */
public final class EmbeddedException extends RuntimeException {

    public EmbeddedException(String message) {
        super(message);
    }

    public EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
