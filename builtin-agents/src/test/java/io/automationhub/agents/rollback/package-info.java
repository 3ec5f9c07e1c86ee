/** Tests of the rollback agent. */
@NullMarked
package io.automationhub.agents.rollback;

import org.jspecify.annotations.NullMarked;
