/** Schedules: Quartz wakes one of the schedulers when a time has come; what is due then is decided here. */
@NullMarked
package io.automationhub.hub.features.triggers.schedule;

import org.jspecify.annotations.NullMarked;
