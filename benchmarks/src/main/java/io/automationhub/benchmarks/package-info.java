/** One command that measures the packaged hub from outside and prints all figures of one run side by side. */
@NullMarked
package io.automationhub.benchmarks;

import org.jspecify.annotations.NullMarked;
