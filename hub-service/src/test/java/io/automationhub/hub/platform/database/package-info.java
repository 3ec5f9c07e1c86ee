/** Tests of the database platform. */
@NullMarked
package io.automationhub.hub.platform.database;

import org.jspecify.annotations.NullMarked;
