/** Releases: immutable build results with everything they need to run again. */
@NullMarked
package io.automationhub.hub.features.releases;

import org.jspecify.annotations.NullMarked;
