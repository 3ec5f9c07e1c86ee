/** The main job against the program as it runs: real hub processes, engine, proxy, git, PostgreSQL and Temporal. */
@NullMarked
package io.automationhub.hub.deploying;

import org.jspecify.annotations.NullMarked;
