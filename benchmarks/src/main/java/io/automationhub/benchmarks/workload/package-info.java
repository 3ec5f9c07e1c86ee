/** The steps that workflow benchmarks run: an agent for the hub, and the same by hand for a bare Temporal worker. */
@NullMarked
package io.automationhub.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
