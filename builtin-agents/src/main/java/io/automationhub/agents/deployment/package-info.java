/** The host's side of a deployment: from a release to live traffic. */
@NullMarked
package io.automationhub.agents.deployment;

import org.jspecify.annotations.NullMarked;
