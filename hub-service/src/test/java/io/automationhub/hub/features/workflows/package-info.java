/** Tests of workflows and their runs. */
@NullMarked
package io.automationhub.hub.features.workflows;

import org.jspecify.annotations.NullMarked;
