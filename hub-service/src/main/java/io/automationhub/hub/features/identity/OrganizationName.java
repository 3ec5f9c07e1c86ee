package io.automationhub.hub.features.identity;

/** How an organization is called. */
public record OrganizationName(String slug, String name) {}
