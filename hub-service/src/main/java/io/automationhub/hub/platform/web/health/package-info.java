/** Whether the hub and what it depends on are well. */
@NullMarked
package io.automationhub.hub.platform.web.health;

import org.jspecify.annotations.NullMarked;
