/** Tests of the validator. */
@NullMarked
package io.automationhub.agents.validator;

import org.jspecify.annotations.NullMarked;
