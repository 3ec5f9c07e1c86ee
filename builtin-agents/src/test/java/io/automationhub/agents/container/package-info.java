/** Tests of the container agent. */
@NullMarked
package io.automationhub.agents.container;

import org.jspecify.annotations.NullMarked;
