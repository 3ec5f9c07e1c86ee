package io.automationhub.hub.platform.redis;

import java.time.Duration;
import java.util.Optional;

/** Remembers small things for a while. What is in it may be gone at any time; nothing may depend on finding it. */
public interface SharedCache {

    /** What was put under a key and has not expired. */
    Optional<String> get(String key);

    /** Remembers a value, at most 64 KiB, for a time. */
    void put(String key, String value, Duration time);

    /** Forgets a key here and, where replicas share, everywhere. */
    void remove(String key);
}
