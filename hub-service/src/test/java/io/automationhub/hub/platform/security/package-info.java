/** Tests of who is calling and how secrets are kept. */
@NullMarked
package io.automationhub.hub.platform.security;

import org.jspecify.annotations.NullMarked;
