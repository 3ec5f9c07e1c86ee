/** The one catalogue of what can go wrong; the API, workflows and SDKs share its slugs. */
@NullMarked
package io.automationhub.workflows.problem;

import org.jspecify.annotations.NullMarked;
