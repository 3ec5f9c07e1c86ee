package io.automationhub.activities.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automationhub.activities.http.HttpAnswer;
import io.automationhub.activities.http.HttpCall;
import io.automationhub.activities.http.OutgoingHttp;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Large files on a server, by the protocol's batch call. Each address it names passes the same gate as the repository's. */
final class LfsServer implements LfsSource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/vnd.git-lfs+json";
    private static final int BATCH = 100;
    private static final long MAX_ANSWER = 4 << 20;
    private static final int MAX_REDIRECTS = 3;

    private final LfsEndpoint endpoint;
    private final SourcePolicy policy;
    private final GitSettings settings;
    private final GitCache cache;
    private final GitWatch watch;

    private LfsServer(LfsEndpoint endpoint, SourcePolicy policy, GitSettings settings, GitCache cache, GitWatch watch) {
        this.endpoint = endpoint;
        this.policy = policy;
        this.settings = settings;
        this.cache = cache;
        this.watch = watch;
    }

    /** The server a checkout's large files are on. */
    static LfsServer of(
            GitRunner git,
            SourcePolicy policy,
            GitSettings settings,
            GitCache cache,
            GitClient.Wanted wanted,
            Path folder,
            GitWatch watch)
            throws InterruptedException {
        LfsEndpoint endpoint = LfsEndpoint.of(git, policy, wanted, folder, watch);
        return new LfsServer(endpoint, policy, settings, cache, watch);
    }

    @Override
    public void fetch(List<LfsPointer> wanted) throws InterruptedException {
        try (OutgoingHttp http = new OutgoingHttp(policy.addresses(), Authorities.trusting(settings.authorities()))) {
            for (int at = 0; at < wanted.size(); at += BATCH) {
                List<LfsPointer> some = wanted.subList(at, Math.min(at + BATCH, wanted.size()));
                Map<String, JsonNode> objects = batch(http, some);
                for (LfsPointer pointer : some) {
                    download(http, pointer, objects.get(pointer.digest()));
                }
            }
        }
    }

    private Map<String, JsonNode> batch(OutgoingHttp http, List<LfsPointer> some) throws InterruptedException {
        ObjectNode question =
                JSON.createObjectNode().put("operation", "download").put("hash_algo", "sha256");
        question.putArray("transfers").add("basic");
        ArrayNode objects = question.putArray("objects");
        some.forEach(pointer -> objects.addObject().put("oid", pointer.digest()).put("size", pointer.size()));
        Map<String, String> headers = new LinkedHashMap<>(endpoint.headers());
        headers.put("Accept", TYPE);
        headers.put("Content-Type", TYPE);
        URI uri = open(endpoint.uri() + "/objects/batch");
        HttpAnswer answer = Ticking.call(
                watch,
                () -> http.send(new HttpCall(
                        "POST", uri, headers, question.toString(), Duration.ofMinutes(1), MAX_ANSWER, MAX_REDIRECTS)));
        check(answer, "The server of the large files");
        Map<String, JsonNode> found = new HashMap<>();
        try {
            JSON.readTree(answer.body())
                    .path("objects")
                    .forEach(object -> found.put(object.path("oid").asText(), object));
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ProblemType.UPSTREAM_FAILED, "The server of the large files cannot be understood", e);
        }
        return found;
    }

    private void download(OutgoingHttp http, LfsPointer pointer, @Nullable JsonNode object)
            throws InterruptedException {
        JsonNode action =
                object == null ? JSON.missingNode() : object.path("actions").path("download");
        if (!action.hasNonNull("href")) {
            throw new ProblemException(
                    ProblemType.SOURCE_NOT_FOUND, "The server does not have the large file " + pointer.digest());
        }
        URI uri = open(action.path("href").asText());
        Map<String, String> headers = new LinkedHashMap<>();
        action.path("header")
                .properties()
                .forEach(header -> LfsEndpoint.addHeader(headers, header.getKey(), header.getValue()));
        if (headers.keySet().stream().noneMatch("Authorization"::equalsIgnoreCase) && endpoint.sameOrigin(uri)) {
            headers.putAll(endpoint.headers());
        }
        HttpCall call = new HttpCall("GET", uri, headers, null, settings.timeout(), pointer.size(), MAX_REDIRECTS);
        try (LfsObject part = new LfsObject(cache, pointer, GitWatch.NONE)) {
            check(Ticking.call(watch, () -> http.download(call, part)), "The store of the large files");
            part.keep();
        }
    }

    /** Refuses what is no web address, and unencrypted ones but of servers it is open to. */
    private URI open(String text) {
        try {
            URI uri = new URI(text);
            policy.requireWeb(uri);
            return uri;
        } catch (URISyntaxException e) {
            throw new ProblemException(ProblemType.UPSTREAM_FAILED, "A large file has an address that is no URL", e);
        }
    }

    private static void check(HttpAnswer answer, String who) {
        if (!answer.successful()) {
            boolean absent = answer.status() == 401 || answer.status() == 403 || answer.status() == 404;
            throw new ProblemException(
                    absent ? ProblemType.SOURCE_NOT_FOUND : ProblemType.UPSTREAM_FAILED,
                    who + " answered with status " + answer.status()
                            + (absent ? "; it does not exist, or the credential does not open it" : ""));
        }
    }
}
