package io.automationhub.hub.features.triggers;

import java.time.Instant;
import java.util.List;

/** When a schedule is due next. */
public record NextTimes(List<Instant> times) {}
