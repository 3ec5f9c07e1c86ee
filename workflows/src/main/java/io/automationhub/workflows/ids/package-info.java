/** Identifiers, a record each, so that two of them cannot be swapped. */
@NullMarked
package io.automationhub.workflows.ids;

import org.jspecify.annotations.NullMarked;
