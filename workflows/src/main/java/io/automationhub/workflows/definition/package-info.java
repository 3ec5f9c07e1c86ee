/** The workflow language: its model, parser, JSON Schema, checks, and the plan a run carries. Plain Java. */
@NullMarked
package io.automationhub.workflows.definition;

import org.jspecify.annotations.NullMarked;
