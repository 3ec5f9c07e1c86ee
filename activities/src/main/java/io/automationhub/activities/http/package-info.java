/**
 * The one way out over HTTP. An address is looked up once, checked, and connected to as it was checked, so that neither
 * odd spellings, redirects nor changing DNS answers lead a request into the private network.
 *
 * <p>Apache HttpClient 5 carries it because a target there may hold the address to connect to beside the name that is
 * sent and verified in TLS; the JDK's client offers no such place, and the other candidates bring a second language's
 * run-time.
 */
@NullMarked
package io.automationhub.activities.http;

import org.jspecify.annotations.NullMarked;
