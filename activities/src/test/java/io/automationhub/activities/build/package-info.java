/** Tests of builds. */
@NullMarked
package io.automationhub.activities.build;

import org.jspecify.annotations.NullMarked;
