/** Figures out of lists, and of the hub's own runs. */
@NullMarked
package io.automationhub.agents.analytics;

import org.jspecify.annotations.NullMarked;
