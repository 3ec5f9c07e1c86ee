/** Tests of the deployment agent. */
@NullMarked
package io.automationhub.agents.deployment;

import org.jspecify.annotations.NullMarked;
