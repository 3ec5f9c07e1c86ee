/** Tests of data transformations. */
@NullMarked
package io.automationhub.agents.datatransform;

import org.jspecify.annotations.NullMarked;
