/** Who may use the hub: API keys, what they grant, and the first one. */
@NullMarked
package io.automationhub.hub.features.identity;

import org.jspecify.annotations.NullMarked;
