/** Real parts for tests. */
@NullMarked
package io.automationhub.hub.testing;

import org.jspecify.annotations.NullMarked;
