/** Tests of analytics. */
@NullMarked
package io.automationhub.agents.analytics;

import org.jspecify.annotations.NullMarked;
