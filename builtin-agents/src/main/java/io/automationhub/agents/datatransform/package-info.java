/** Lists, texts and documents made into others. */
@NullMarked
package io.automationhub.agents.datatransform;

import org.jspecify.annotations.NullMarked;
