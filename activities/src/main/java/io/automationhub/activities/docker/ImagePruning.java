package io.automationhub.activities.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which images go. One stays when it lacks a label asked for, is kept by name, has a container, running or not,
 * holds a tag that keeps it, or is young: a deployment that has just built it may not have said yet that it needs it. Names
 * that people gave an image stay, and the image with them. One without a name may be a step of a build that runs, and then
 * stays until there is none.
 */
final class ImagePruning {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_NAME = "<none>:<none>";

    private final DockerClient client;
    private final EngineHttp http;
    private final Images images;

    ImagePruning(DockerClient client, EngineHttp http, Images images) {
        this.client = client;
        this.http = http;
        this.images = images;
    }

    /**
     * Removes what is of no use.
     *
     * @param keep ids of images that stay
     * @param keepTag beginning of tags whose image stays
     * @param minAge since it was built or last given a name
     * @return tags removed, and ids of images that had none
     */
    List<String> prune(Map<String, String> labels, Collection<String> keep, String keepTag, Duration minAge) {
        List<Image> found = EngineErrors.mapped(
                () -> client.listImagesCmd().withLabelFilter(labels).exec());
        List<Image> unpinned = found.stream()
                .filter(image -> !keep.contains(image.getId()))
                .filter(image ->
                        tags(image).stream().noneMatch(tag -> tag.startsWith(keepTag, tag.lastIndexOf(':') + 1)))
                .toList();
        if (unpinned.isEmpty()) {
            return List.of();
        }
        Set<String> used = new HashSet<>();
        EngineErrors.mapped(() -> client.listContainersCmd().withShowAll(true).exec()).stream()
                .map(Container::getImageId)
                .forEach(used::add);
        Instant limit = Instant.now().minus(minAge);
        List<String> removed = new ArrayList<>();
        for (Image image : unpinned) {
            if (used.contains(image.getId()) || !lastTouched(image).isBefore(limit)) {
                continue;
            }
            List<String> tags = tags(image);
            if (tags.isEmpty() && images.removeNameless(image.getId())) {
                removed.add(image.getId());
            }
            for (String tag : tags) {
                if (tag.startsWith(Images.REPOSITORY + "/") && images.remove(tag)) {
                    removed.add(tag);
                }
            }
        }
        return removed;
    }

    private static List<String> tags(Image image) {
        return image.getRepoTags() == null
                ? List.of()
                : Arrays.stream(image.getRepoTags())
                        .filter(tag -> !tag.equals(NO_NAME))
                        .toList();
    }

    /** A build that the cache answers gives an old image: when it was named last tells that it is of use again. */
    private Instant lastTouched(Image image) {
        Instant created = Instant.ofEpochSecond(image.getCreated() == null ? 0 : image.getCreated());
        try (EngineHttp.Answer answer =
                http.open("GET", "/images/" + Names.image(image.getId()) + "/json", Map.of(), Map.of(), null)) {
            String tagged = JSON.readTree(answer.body())
                    .path("Metadata")
                    .path("LastTagTime")
                    .asText();
            Instant named = tagged.isEmpty()
                    ? created
                    : java.time.OffsetDateTime.parse(tagged).toInstant();
            return named.isAfter(created) ? named : created;
        } catch (IOException e) {
            throw EngineErrors.away(e);
        } catch (DateTimeException e) {
            return created;
        } catch (ProblemException e) {
            if (e.type() == ProblemType.NOT_FOUND) {
                return Instant.MAX; // another has just removed it
            }
            throw e;
        }
    }
}
