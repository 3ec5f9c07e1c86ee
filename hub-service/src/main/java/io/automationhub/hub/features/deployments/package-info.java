/** Deployments: attempts to make a release live, each a run of its project's pipeline. */
@NullMarked
package io.automationhub.hub.features.deployments;

import org.jspecify.annotations.NullMarked;
