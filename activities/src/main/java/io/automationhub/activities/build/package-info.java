/** Turns a checkout into an image on the machine's engine, within limits and without leaving the checkout. */
@NullMarked
package io.automationhub.activities.build;

import org.jspecify.annotations.NullMarked;
