/** Webhooks: requests from elsewhere that start runs, once they have proved where they come from. */
@NullMarked
package io.automationhub.hub.features.triggers.webhook;

import org.jspecify.annotations.NullMarked;
