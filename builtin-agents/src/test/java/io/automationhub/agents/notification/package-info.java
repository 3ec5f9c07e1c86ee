/** Tests of the notification agent. */
@NullMarked
package io.automationhub.agents.notification;

import org.jspecify.annotations.NullMarked;
