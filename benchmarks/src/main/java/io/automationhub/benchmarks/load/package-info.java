/** Requests at a constant rate, and as many as possible. */
@NullMarked
package io.automationhub.benchmarks.load;

import org.jspecify.annotations.NullMarked;
