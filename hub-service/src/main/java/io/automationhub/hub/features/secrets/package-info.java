/**
 * Values that belong to an organization, a project or an environment: secrets, which are encrypted and never given back,
 * and variables, which are plain.
 */
@NullMarked
package io.automationhub.hub.features.secrets;

import org.jspecify.annotations.NullMarked;
