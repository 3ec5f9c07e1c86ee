/** Tests on a real HAProxy. */
@NullMarked
package io.automationhub.activities.edge;

import org.jspecify.annotations.NullMarked;
