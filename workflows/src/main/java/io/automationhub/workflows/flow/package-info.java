/** The interpreter that runs a plan as a Temporal workflow, and the ports it needs. */
@NullMarked
package io.automationhub.workflows.flow;

import org.jspecify.annotations.NullMarked;
