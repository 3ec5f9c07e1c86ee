/** Deployment pipelines: what a release holds, and the golden path that makes one live. */
@NullMarked
package io.automationhub.workflows.pipeline;

import org.jspecify.annotations.NullMarked;
