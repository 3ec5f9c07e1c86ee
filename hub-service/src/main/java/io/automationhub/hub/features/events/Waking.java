package io.automationhub.hub.features.events;

import io.automationhub.hub.platform.realtime.Signals;

/** A listener to whom every signal means the same. */
final class Waking {

    private Waking() {}

    static Signals.Listener of(Runnable wake) {
        return new Signals.Listener() {
            @Override
            public void received(String body) {
                wake.run();
            }

            @Override
            public void missed() {
                wake.run();
            }
        };
    }
}
