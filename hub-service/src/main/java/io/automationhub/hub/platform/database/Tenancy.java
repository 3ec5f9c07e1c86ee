package io.automationhub.hub.platform.database;

import io.automationhub.workflows.ids.OrganizationId;

/** Tenants that are there from the first start. */
public final class Tenancy {

    /** The one organization of a hub that was not told of others; the first migration makes it. */
    public static final OrganizationId DEFAULT_ORGANIZATION = OrganizationId.of("01900000-0000-7000-8000-000000000001");

    private Tenancy() {}
}
