/** The contract between a workflow and the machine its work runs on. */
@NullMarked
package io.automationhub.workflows.host;

import org.jspecify.annotations.NullMarked;
