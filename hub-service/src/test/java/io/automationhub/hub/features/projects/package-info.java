/** Tests of projects. */
@NullMarked
package io.automationhub.hub.features.projects;

import org.jspecify.annotations.NullMarked;
