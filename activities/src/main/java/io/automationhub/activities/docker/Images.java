package io.automationhub.activities.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Builds, pulls, finds and removes images. */
public final class Images {

    /** Every image the hub builds has names below this one. */
    public static final String REPOSITORY = "hub";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MIB = 1024 * 1024;
    private static final long CPU_PERIOD_MICROS = 100_000;

    private final DockerClient client;
    private final EngineHttp http;

    /** Builds read, so to speak; what removes nameless images writes. */
    private final ReadWriteLock builds = new ReentrantReadWriteLock();

    Images(DockerClient client, EngineHttp http) {
        this.client = client;
        this.http = http;
    }

    /** The image, by id or reference, if the engine has it. */
    public Optional<ImageInfo> find(String image) {
        InspectImageResponse found;
        try {
            found = client.inspectImageCmd(Names.image(image)).exec();
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw EngineErrors.map(e);
        }
        Map<String, String> labels =
                found.getConfig() == null ? null : found.getConfig().getLabels();
        return Optional.of(new ImageInfo(
                String.valueOf(found.getId()),
                found.getRepoTags() == null ? List.of() : List.copyOf(found.getRepoTags()),
                found.getSize() == null ? 0 : found.getSize(),
                labels == null ? Map.of() : Map.copyOf(labels)));
    }

    /** Gives an image another name, taking it from an image that had it. */
    public void tag(String image, String repository, String tag) {
        EngineErrors.mapped(() -> client.tagImageCmd(Names.image(image), Names.image(repository), Names.identifier(tag))
                .exec());
    }

    /**
     * Builds an image; the messages end with an image or a failure. Closing the feed cancels the build and the engine
     * then ends the step that runs.
     */
    public Feed<BuildMessage> build(BuildRequest request) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("dockerfile", request.dockerfile());
        query.put("t", Names.image(request.tag()));
        query.put("rm", "1");
        query.put("forcerm", "1");
        query.put("memory", String.valueOf(request.memoryMb() * MIB));
        query.put("memswap", String.valueOf(request.memoryMb() * MIB));
        query.put("cpuperiod", String.valueOf(CPU_PERIOD_MICROS));
        query.put("cpuquota", String.valueOf(Math.max(1000, Math.round(request.cpus() * CPU_PERIOD_MICROS))));
        query.put("networkmode", request.network());
        query.put("buildargs", json(request.args()));
        query.put("labels", json(request.labels()));
        if (request.target() != null) {
            query.put("target", Names.identifier(request.target()));
        }
        return new Feed<>(
                "build",
                () -> new BuildSource(http.open(
                        "POST", "/build", query, Map.of("Content-Type", "application/x-tar"), request.context())));
    }

    /** Pulls an image from its registry; the items are progress, a line each. */
    public Feed<BuildMessage> pull(String image) {
        Names.image(image);
        boolean exact = image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/');
        Map<String, String> query = Map.of("fromImage", exact ? image : image + ":latest");
        return new Feed<>("pull", () -> new BuildSource(http.open("POST", "/images/create", query, Map.of(), null)));
    }

    /**
     * To be held during a build: what it has made so far bears no name and looks like waste to {@link #prune}, which leaves
     * nameless images alone for that long. Any number of builds hold it at once.
     */
    public Lock building() {
        return builds.readLock();
    }

    /** Removes an image without a name unless a build runs; whether it did. */
    boolean removeNameless(String id) {
        Lock noBuilds = builds.writeLock();
        if (!noBuilds.tryLock()) {
            return false;
        }
        try {
            return remove(id);
        } finally {
            noBuilds.unlock();
        }
    }

    /** Removes images that carry these labels and are of no use any more, as {@link ImagePruning} tells. */
    public List<String> prune(Map<String, String> labels, Collection<String> keep, String keepTag, Duration minAge) {
        return new ImagePruning(client, http, this).prune(labels, keep, keepTag, minAge);
    }

    /** Takes a name off an image, and with the last one the image; false when it is gone already or in use. */
    public boolean remove(String image) {
        try {
            client.removeImageCmd(Names.image(image)).exec();
            return true;
        } catch (NotFoundException | com.github.dockerjava.api.exception.ConflictException e) {
            return false;
        } catch (RuntimeException e) {
            throw EngineErrors.map(e);
        }
    }

    private static String json(Map<String, String> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the builder's JSON messages, which hold any part of a line or several. */
    private static final class BuildSource implements Feed.Source<BuildMessage> {

        private static final int MAX_LINE = 64 * 1024;

        private final EngineHttp.Answer answer;
        private @Nullable MappingIterator<JsonNode> messages;
        private final Deque<BuildMessage> ready = new ArrayDeque<>();
        private final StringBuilder line = new StringBuilder();

        BuildSource(EngineHttp.Answer answer) {
            this.answer = answer;
        }

        @Override
        public @Nullable BuildMessage next() throws IOException {
            if (messages == null) {
                messages = JSON.readerFor(JsonNode.class).readValues(answer.body());
            }
            while (ready.isEmpty()) {
                if (!messages.hasNextValue()) {
                    if (line.isEmpty()) {
                        return null;
                    }
                    endLine();
                } else {
                    take(messages.nextValue());
                }
            }
            return ready.poll();
        }

        private void take(JsonNode message) {
            if (message.hasNonNull("stream")) {
                output(message.get("stream").asText());
            } else if (message.hasNonNull("error")) {
                if (!line.isEmpty()) {
                    endLine();
                }
                ready.add(new BuildMessage(
                        BuildMessage.Kind.FAILURE, message.get("error").asText()));
            } else if (message.path("aux").hasNonNull("ID")) {
                ready.add(new BuildMessage(
                        BuildMessage.Kind.IMAGE, message.get("aux").get("ID").asText()));
            } else if (message.hasNonNull("status")
                    && !message.path("progressDetail").hasNonNull("current")) {
                String id = message.path("id").asText();
                output((id.isEmpty() ? "" : id + ": ") + message.get("status").asText() + "\n");
            }
        }

        private void output(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\n' || line.length() >= MAX_LINE) {
                    endLine();
                }
                if (c != '\n') {
                    line.append(c);
                }
            }
        }

        private void endLine() {
            int end = line.length() > 0 && line.charAt(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
            ready.add(new BuildMessage(BuildMessage.Kind.LINE, line.substring(0, end)));
            line.setLength(0);
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
