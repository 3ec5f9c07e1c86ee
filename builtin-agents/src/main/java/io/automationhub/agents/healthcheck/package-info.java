/** The agent that tells whether something is up. */
@NullMarked
package io.automationhub.agents.healthcheck;

import org.jspecify.annotations.NullMarked;
