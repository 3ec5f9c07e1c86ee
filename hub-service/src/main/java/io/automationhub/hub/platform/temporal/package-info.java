/** The connection to Temporal, the workers, and how a capability is run for a workflow. */
@NullMarked
package io.automationhub.hub.platform.temporal;

import org.jspecify.annotations.NullMarked;
