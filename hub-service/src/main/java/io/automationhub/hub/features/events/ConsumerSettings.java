package io.automationhub.hub.features.events;

import java.time.Duration;

/**
 * How consumers are served.
 *
 * @param lease how long a replica that fell silent keeps a consumer from the others
 * @param firstPause before the second attempt; doubled with each further one
 * @param longestPause between attempts
 * @param attempts after which a delivery is given up
 */
public record ConsumerSettings(Duration lease, Duration firstPause, Duration longestPause, int attempts) {

    /** Ten attempts over about a quarter of an hour. */
    public static ConsumerSettings standard() {
        return new ConsumerSettings(Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofMinutes(5), 10);
    }
}
