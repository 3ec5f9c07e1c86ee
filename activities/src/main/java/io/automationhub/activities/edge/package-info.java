/** The edge proxy of one machine: an HAProxy that the hub starts and steers and that goes on serving without it. */
@NullMarked
package io.automationhub.activities.edge;

import org.jspecify.annotations.NullMarked;
