package io.automationhub.hub;

import io.dropwizard.lifecycle.Managed;

/** What begins to work when everything is put together, just before the API answers; {@link Resources} ends it. */
final class Started implements Managed {

    private final Runnable beginning;

    Started(Runnable beginning) {
        this.beginning = beginning;
    }

    @Override
    public void start() {
        beginning.run();
    }
}
