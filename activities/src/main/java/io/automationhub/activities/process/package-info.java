/** Operating-system processes that are started, recognized again after a crash of their starter, and stopped. */
@NullMarked
package io.automationhub.activities.process;

import org.jspecify.annotations.NullMarked;
