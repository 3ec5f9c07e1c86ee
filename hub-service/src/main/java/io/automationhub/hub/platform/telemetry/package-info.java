/** What the hub tells about itself: metrics, logs, and the id that ties them to a request. */
@NullMarked
package io.automationhub.hub.platform.telemetry;

import org.jspecify.annotations.NullMarked;
