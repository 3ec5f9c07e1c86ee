/** What an agent is: its manifest, its capabilities, and one call of a capability. */
@NullMarked
package io.automationhub.workflows.agent;

import org.jspecify.annotations.NullMarked;
