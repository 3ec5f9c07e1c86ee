/** Tests of API keys. */
@NullMarked
package io.automationhub.hub.features.identity;

import org.jspecify.annotations.NullMarked;
