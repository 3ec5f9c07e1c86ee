package io.automationhub.hub.features.workflows;

/** Body of {@code POST /workflows/{workflow}/restore}. */
public record RestoreVersion(int version) {}
