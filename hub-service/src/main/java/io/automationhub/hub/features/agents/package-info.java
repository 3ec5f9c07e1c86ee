/** The registry of agents: what there is, how to find it, and calling one capability over the API. */
@NullMarked
package io.automationhub.hub.features.agents;

import org.jspecify.annotations.NullMarked;
