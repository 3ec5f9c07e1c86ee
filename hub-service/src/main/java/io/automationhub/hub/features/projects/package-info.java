/** Projects and their environments: an application's source, how it is built, and where it runs. */
@NullMarked
package io.automationhub.hub.features.projects;

import org.jspecify.annotations.NullMarked;
