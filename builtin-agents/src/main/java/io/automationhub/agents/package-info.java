/** What the built-in agents share: loading a manifest, and binding its capabilities to typed handlers. */
@NullMarked
package io.automationhub.agents;

import org.jspecify.annotations.NullMarked;
