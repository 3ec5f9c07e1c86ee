/** Who may do what, tried on every operation of the API as it is served. */
@NullMarked
package io.automationhub.hub.access;

import org.jspecify.annotations.NullMarked;
