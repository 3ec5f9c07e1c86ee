/** Triggers that wait for events and for the ends of runs, which are events, too. */
@NullMarked
package io.automationhub.hub.features.triggers.event;

import org.jspecify.annotations.NullMarked;
