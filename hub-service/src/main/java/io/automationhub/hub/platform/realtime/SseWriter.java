package io.automationhub.hub.platform.realtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the event stream format of the HTML standard (section 9.2). Not flushed before {@link #flush}. */
final class SseWriter implements FeedSink {

    private final OutputStream out;

    SseWriter(OutputStream out) {
        this.out = out;
    }

    void retry(long millis) throws IOException {
        write("retry: " + millis + "\n\n");
    }

    @Override
    public void idle() throws IOException {
        write(":\n\n");
    }

    @Override
    public void item(FeedItem item) throws IOException {
        StringBuilder text = new StringBuilder(item.data().length() + 64);
        field(text, "id", item.id());
        field(text, "event", item.event());
        item.data().lines().forEach(line -> field(text, "data", line));
        write(text.append('\n').toString());
    }

    @Override
    public void end(String reason) throws IOException {
        write("event: " + reason + "\ndata: {}\n\n");
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name)
                .append(": ")
                .append(value.replace('\n', ' ').replace('\r', ' '))
                .append('\n');
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
