/** Tests of reports. */
@NullMarked
package io.automationhub.agents.report;

import org.jspecify.annotations.NullMarked;
