/** Tests of the API gateway. */
@NullMarked
package io.automationhub.agents.apigateway;

import org.jspecify.annotations.NullMarked;
