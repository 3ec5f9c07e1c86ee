/**
 * What starts runs of published workflow versions by itself: times, requests from elsewhere, events, and the ends of other
 * runs. Whatever happens, one occasion is one run: each has a key, and the key is written down in the transaction that
 * writes down the run.
 */
@NullMarked
package io.automationhub.hub.features.triggers;

import org.jspecify.annotations.NullMarked;
