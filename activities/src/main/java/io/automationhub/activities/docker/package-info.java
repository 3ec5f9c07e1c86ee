/** The Docker engine of one machine, behind types of our own: nothing outside this package sees the client library. */
@NullMarked
package io.automationhub.activities.docker;

import org.jspecify.annotations.NullMarked;
