/**
 * What the hub brings along when nothing is configured: PostgreSQL and a Temporal server as supervised children that end
 * with the hub, and a Docker engine that outlives it. {@link io.automationhub.hub.platform.embedded.Infrastructure} is
 * the way in.
 */
@NullMarked
package io.automationhub.hub.platform.embedded;

import org.jspecify.annotations.NullMarked;
