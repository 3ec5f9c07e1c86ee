/** Tells whether an instance may get traffic: probes from outside its container, and watches that it keeps running. */
@NullMarked
package io.automationhub.activities.probe;

import org.jspecify.annotations.NullMarked;
