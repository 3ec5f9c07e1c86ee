/** Tests of the release agent. */
@NullMarked
package io.automationhub.agents.event;

import org.jspecify.annotations.NullMarked;
