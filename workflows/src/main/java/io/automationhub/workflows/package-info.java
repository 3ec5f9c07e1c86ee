/** Durable logic of the hub and the ports it needs. */
@NullMarked
package io.automationhub.workflows;

import org.jspecify.annotations.NullMarked;
