/** The OpenAPI document as the source of truth: bundled at build time, matched to code and enforced at run time. */
@NullMarked
package io.automationhub.hub.platform.web.contract;

import org.jspecify.annotations.NullMarked;
