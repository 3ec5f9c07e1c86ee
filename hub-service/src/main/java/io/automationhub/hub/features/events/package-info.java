/**
 * What happened, told to whoever wants to know: published inside the transaction that made it happen, numbered after
 * commit, kept for a while, and delivered at least once to consumers within the hub and resumably to streams outside.
 *
 * <p>Numbering: publishers insert into an outbox and hold no lock. One sequencer at a time (the lock of a single row)
 * moves committed events into the table that is read, and gives them the next numbers. A number is therefore never seen
 * after a higher one, whatever the order of commits; publishers never wait for each other, as they would with a counter
 * row; and a long transaction elsewhere in the database server delays nobody, as it would with a snapshot horizon. It
 * costs one more small transaction for each batch of events.
 */
@NullMarked
package io.automationhub.hub.features.events;

import org.jspecify.annotations.NullMarked;
