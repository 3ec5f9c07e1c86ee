/** Tests of the audit chain. */
@NullMarked
package io.automationhub.hub.features.audit;

import org.jspecify.annotations.NullMarked;
