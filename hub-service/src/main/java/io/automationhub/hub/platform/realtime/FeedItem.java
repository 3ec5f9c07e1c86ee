package io.automationhub.hub.platform.realtime;

/**
 * One thing in a feed.
 *
 * @param id position to resume after; no line end in it
 * @param event kind of thing, such as {@code line}
 * @param data JSON text without line ends
 */
public record FeedItem(String id, String event, String data) {}
