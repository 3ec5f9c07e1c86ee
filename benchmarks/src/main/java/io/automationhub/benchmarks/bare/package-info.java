/** The endpoint the hub's list is compared with: the same rows and libraries without anything else. */
@NullMarked
package io.automationhub.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
