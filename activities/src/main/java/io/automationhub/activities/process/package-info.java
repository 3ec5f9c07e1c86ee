/** Starts external programs: by argument list, in a clean environment, within limits, and never leaving any behind. */
@NullMarked
package io.automationhub.activities.process;

import org.jspecify.annotations.NullMarked;
