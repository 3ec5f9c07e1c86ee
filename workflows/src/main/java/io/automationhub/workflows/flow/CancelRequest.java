package io.automationhub.workflows.flow;

/**
 * Why a run is to stop.
 *
 * @param reason a sentence for people
 * @param superseded whether a newer run took its place; the run's problem is then {@code superseded}, not {@code canceled}
 */
public record CancelRequest(String reason, boolean superseded) {}
