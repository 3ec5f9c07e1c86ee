/** What triggers of each type are set to. */
@NullMarked
package io.automationhub.hub.features.triggers.settings;

import org.jspecify.annotations.NullMarked;
