/** Tests of deployments. */
@NullMarked
package io.automationhub.hub.features.deployments;

import org.jspecify.annotations.NullMarked;
