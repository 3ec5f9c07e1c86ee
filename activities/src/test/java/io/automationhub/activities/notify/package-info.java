/** Tests of webhooks and mail against real servers. */
@NullMarked
package io.automationhub.activities.notify;

import org.jspecify.annotations.NullMarked;
