/** The hub's configuration: environment variables, typed, checked, and described in one place. */
@NullMarked
package io.automationhub.hub.platform.settings;

import org.jspecify.annotations.NullMarked;
