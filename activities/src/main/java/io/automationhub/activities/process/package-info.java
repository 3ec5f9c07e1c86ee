/**
 * External programs: run to their end within limits and with nothing left behind, or kept beside the hub and recognized
 * again after its crash.
 */
@NullMarked
package io.automationhub.activities.process;

import org.jspecify.annotations.NullMarked;
