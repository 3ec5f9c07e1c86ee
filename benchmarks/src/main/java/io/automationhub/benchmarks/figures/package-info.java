/** What is measured: a class for each figure. */
@NullMarked
package io.automationhub.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
