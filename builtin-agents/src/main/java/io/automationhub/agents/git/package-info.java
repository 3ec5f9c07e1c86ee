/** The agent that brings sources from git servers. */
@NullMarked
package io.automationhub.agents.git;

import org.jspecify.annotations.NullMarked;
