/** Checks values against schemas and formats. */
@NullMarked
package io.automationhub.agents.validator;

import org.jspecify.annotations.NullMarked;
