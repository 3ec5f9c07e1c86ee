/** Tests of what runs wait for. */
@NullMarked
package io.automationhub.hub.features.waits;

import org.jspecify.annotations.NullMarked;
