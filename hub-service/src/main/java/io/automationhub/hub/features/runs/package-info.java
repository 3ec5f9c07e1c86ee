/** Runs: what was asked for, how it is going, how it ended. */
@NullMarked
package io.automationhub.hub.features.runs;

import org.jspecify.annotations.NullMarked;
