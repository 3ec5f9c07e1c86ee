/** The agent that keeps the record of releases. */
@NullMarked
package io.automationhub.agents.release;

import org.jspecify.annotations.NullMarked;
