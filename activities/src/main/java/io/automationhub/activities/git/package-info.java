/**
 * Sources from git servers, by the git program. Repositories, their servers and their names are written by strangers:
 * what a user may name is decided by an allow-list, the program runs with no configuration but the hub's, and nothing a
 * repository holds is run.
 */
@NullMarked
package io.automationhub.activities.git;

import org.jspecify.annotations.NullMarked;
