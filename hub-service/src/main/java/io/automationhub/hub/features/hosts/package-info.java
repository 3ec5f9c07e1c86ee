/** Hosts: machines with a Docker engine where applications run. */
@NullMarked
package io.automationhub.hub.features.hosts;

import org.jspecify.annotations.NullMarked;
