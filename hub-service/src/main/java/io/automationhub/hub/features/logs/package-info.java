/**
 * Log lines of runs and instances: taken in without ever failing the writer, masked, stored as compressed chunks, read
 * and followed.
 *
 * <p>The unit of order is the group: all steps of a run share one gap-free sequence of line numbers (and so does each
 * instance), because that is what people read and resume after. The step is kept with each line. Numbers are given in
 * the transaction that stores a chunk, under the lock of the group's row, so that whoever has read line n has every line
 * before it.
 */
@NullMarked
package io.automationhub.hub.features.logs;

import org.jspecify.annotations.NullMarked;
