/** Tests of the release agent. */
@NullMarked
package io.automationhub.agents.release;

import org.jspecify.annotations.NullMarked;
