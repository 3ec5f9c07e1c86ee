/** Tests of secrets and variables. */
@NullMarked
package io.automationhub.hub.features.secrets;

import org.jspecify.annotations.NullMarked;
