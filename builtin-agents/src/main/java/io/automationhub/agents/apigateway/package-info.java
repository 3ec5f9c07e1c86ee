/** The API gateway: requests to other services, and APIs an organization has registered for them. */
@NullMarked
package io.automationhub.agents.apigateway;

import org.jspecify.annotations.NullMarked;
