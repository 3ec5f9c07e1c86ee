/** Events, from within workflows. */
@NullMarked
package io.automationhub.agents.event;

import org.jspecify.annotations.NullMarked;
