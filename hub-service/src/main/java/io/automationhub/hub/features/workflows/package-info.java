/** Workflows: definitions with one draft and immutable published versions. */
@NullMarked
package io.automationhub.hub.features.workflows;

import org.jspecify.annotations.NullMarked;
