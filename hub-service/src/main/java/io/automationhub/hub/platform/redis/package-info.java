/** What replicas share where there is a Redis, and each has for itself where there is none or it is away. */
@NullMarked
package io.automationhub.hub.platform.redis;

import org.jspecify.annotations.NullMarked;
