/** Cron expressions: what they may look like, and when they are due in a time zone. */
@NullMarked
package io.automationhub.hub.features.triggers.cron;

import org.jspecify.annotations.NullMarked;
