/** The Automation Hub program. */
@NullMarked
package io.automationhub.hub;

import org.jspecify.annotations.NullMarked;
