/** Repeated requests answer what the first one did. */
@NullMarked
package io.automationhub.hub.platform.web.idempotency;

import org.jspecify.annotations.NullMarked;
