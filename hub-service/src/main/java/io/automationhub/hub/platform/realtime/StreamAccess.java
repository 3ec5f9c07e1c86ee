package io.automationhub.hub.platform.realtime;

import java.util.function.BooleanSupplier;

/**
 * In whose name a stream is open.
 *
 * @param caller stable name the limit counts by
 * @param stillAllowed asked every two seconds while the stream is open; once false, it is closed
 */
public record StreamAccess(String caller, BooleanSupplier stillAllowed) {}
