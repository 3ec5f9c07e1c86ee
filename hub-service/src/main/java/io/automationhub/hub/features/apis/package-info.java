/** Registered APIs: services that workflows call by name, with their credentials, quotas and retries. */
@NullMarked
package io.automationhub.hub.features.apis;

import org.jspecify.annotations.NullMarked;
