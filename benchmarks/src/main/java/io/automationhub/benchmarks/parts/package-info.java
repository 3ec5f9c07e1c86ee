/** What is measured on: hub processes, git, Docker, memory, the database's counters. */
@NullMarked
package io.automationhub.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
