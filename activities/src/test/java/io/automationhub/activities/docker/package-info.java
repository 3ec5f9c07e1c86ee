/** Tests on a real engine. */
@NullMarked
package io.automationhub.activities.docker;

import org.jspecify.annotations.NullMarked;
