/** The contract, as a document and as a page that needs nothing from elsewhere; and the metrics. */
@NullMarked
package io.automationhub.hub.platform.web.docs;

import org.jspecify.annotations.NullMarked;
