package io.automationhub.hub.features.events;

/** How many given-up deliveries are tried again. */
public record Redelivery(int deliveries) {}
