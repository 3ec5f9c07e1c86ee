/** Who changed what, in a chain that shows whether anything was changed or taken out afterwards. */
@NullMarked
package io.automationhub.hub.features.audit;

import org.jspecify.annotations.NullMarked;
