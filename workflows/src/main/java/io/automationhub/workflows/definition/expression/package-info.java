/** CEL in {@code ${{ … }}}: templates, bounded evaluation, and type checks against JSON Schemas. */
@NullMarked
package io.automationhub.workflows.definition.expression;

import org.jspecify.annotations.NullMarked;
