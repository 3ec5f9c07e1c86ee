/** Reports for people, out of figures and tables. */
@NullMarked
package io.automationhub.agents.report;

import org.jspecify.annotations.NullMarked;
