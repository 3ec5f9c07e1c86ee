/**
 * The connection to PostgreSQL: pool, tenant-confined transactions, ids and migrations.
 *
 * <p>How a feature uses it: its service opens {@link io.automationhub.hub.platform.database.Transactions#inOrganization}
 * and attaches its DAO to the handle; every statement of the DAO names {@code organization_id = :organization}, which is
 * what the indexes begin with, and row-level security refuses or hides whatever a statement forgot. Records whose only
 * component is a {@code UUID value} (such as {@code OrganizationId}) bind and map as that UUID, and records map as rows
 * by their component names in snake_case, without registration.
 */
@NullMarked
package io.automationhub.hub.platform.database;

import org.jspecify.annotations.NullMarked;
