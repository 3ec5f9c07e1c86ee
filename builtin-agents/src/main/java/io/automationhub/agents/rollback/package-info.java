/** The host's side of taking a deployment back. */
@NullMarked
package io.automationhub.agents.rollback;

import org.jspecify.annotations.NullMarked;
