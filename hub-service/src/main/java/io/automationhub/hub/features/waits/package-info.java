/** What runs wait for from outside of them: events, callbacks, decisions, the ends of runs they called. */
@NullMarked
package io.automationhub.hub.features.waits;

import org.jspecify.annotations.NullMarked;
