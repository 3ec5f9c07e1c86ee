package io.automationhub.hub.features.triggers.settings;

/** What a trigger of one type is set to. */
public sealed interface TriggerSettings permits ScheduleSettings, WebhookSettings, EventSettings, RunSettings {}
