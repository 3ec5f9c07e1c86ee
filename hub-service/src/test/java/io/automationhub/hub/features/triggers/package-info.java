/** Tests of triggers, and the parts they stand on. */
@NullMarked
package io.automationhub.hub.features.triggers;

import org.jspecify.annotations.NullMarked;
