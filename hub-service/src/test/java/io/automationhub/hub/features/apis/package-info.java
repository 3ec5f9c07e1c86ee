/** Tests of registered APIs. */
@NullMarked
package io.automationhub.hub.features.apis;

import org.jspecify.annotations.NullMarked;
