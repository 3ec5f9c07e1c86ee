/** Jetty and Jersey put together: what happens to a request between the socket and a resource method. */
@NullMarked
package io.automationhub.hub.platform.web.server;

import org.jspecify.annotations.NullMarked;
