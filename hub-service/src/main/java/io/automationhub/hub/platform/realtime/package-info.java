/**
 * What happens now, told at once: signals between replicas, resumable feeds, and their two carriers, server-sent events
 * and WebSocket. A feed is pulled from the store after a position and a signal only says that pulling is worth while, so
 * a lost signal costs a moment and never an item, and a slow reader holds nothing but one page.
 */
@NullMarked
package io.automationhub.hub.platform.realtime;

import org.jspecify.annotations.NullMarked;
