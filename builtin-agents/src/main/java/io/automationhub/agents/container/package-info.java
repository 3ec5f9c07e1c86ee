/** Images and single containers of a host. */
@NullMarked
package io.automationhub.agents.container;

import org.jspecify.annotations.NullMarked;
