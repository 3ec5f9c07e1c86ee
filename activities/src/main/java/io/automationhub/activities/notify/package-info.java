/** Tells people and other programs that something happened: signed webhooks, and mail over SMTP. */
@NullMarked
package io.automationhub.activities.notify;

import org.jspecify.annotations.NullMarked;
