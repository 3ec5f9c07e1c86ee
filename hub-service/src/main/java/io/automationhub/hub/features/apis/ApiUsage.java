package io.automationhub.hub.features.apis;

/**
 * How much an API is used.
 *
 * @param thisMinute requests since the full minute
 * @param today requests since midnight UTC
 * @param failedToday those of them that were not answered as expected
 * @param refusedToday calls that found the quota used up, and either waited or failed
 */
public record ApiUsage(long thisMinute, long today, long failedToday, long refusedToday) {

    static final ApiUsage NONE = new ApiUsage(0, 0, 0, 0);
}
