/** The agent that tells people and other programs what happened. */
@NullMarked
package io.automationhub.agents.notification;

import org.jspecify.annotations.NullMarked;
