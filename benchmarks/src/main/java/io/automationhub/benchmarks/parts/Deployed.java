package io.automationhub.benchmarks.parts;

import com.fasterxml.jackson.databind.JsonNode;
import io.automationhub.benchmarks.load.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** An application as a project of the hub, deployed over the API. */
public final class Deployed {

    /**
     * One deployment.
     *
     * @param live from the request until the new release answered at the edge
     * @param ended from the request until the deployment had succeeded, with the old release removed
     * @param deployment as the API answers it at the end
     */
    public record Timing(Duration live, Duration ended, JsonNode deployment) {}

    private static final Set<String> ENDED = Set.of("succeeded", "failed", "rolledBack", "canceled", "superseded");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LOOK_MILLIS = 20;
    private static final Duration ASK = Duration.ofMillis(500);

    private final Hub hub;
    private final String slug;
    private final SampleApp app;
    private int count;

    private Deployed(Hub hub, String slug, SampleApp app) {
        this.hub = hub;
        this.slug = slug;
        this.app = app;
    }

    /**
     * Makes a project of an application. There is no bake, a wait somebody chooses.
     *
     * @param drainSeconds how long requests on the old release may take
     */
    public static Deployed create(Hub hub, String slug, SampleApp app, int drainSeconds) {
        hub.api().post("/projects", """
                        {"slug": "%s", "name": "%s", "source": {"type": "git", "url": "%s", "ref": "main"},
                         "runtime": {"port": 8080, "drainSeconds": %d,
                          "healthCheck": {"type": "http", "path": "/health", "startPeriodSeconds": 10},
                          "bake": {"seconds": 0, "maxErrorRate": 0.05, "minRequests": 20}}}
                        """.formatted(slug, slug, app.folder(), drainSeconds));
        return new Deployed(hub, slug, app);
    }

    /** Deploys a commit with a new page. */
    public Timing deployNewPage() throws IOException, InterruptedException {
        String page = slug + " " + ++count;
        app.page(page);
        return deploy(page);
    }

    /** Deploys the newest commit, whose page is known. */
    public Timing deploy(String page) throws IOException, InterruptedException {
        Api api = hub.api();
        long began = System.nanoTime();
        String id =
                api.post("/projects/" + slug + "/deployments", "{}").path("id").asText();
        Duration live = Duration.ZERO;
        long asked = began;
        while (true) {
            if (live.isZero() && serves(page)) {
                live = Duration.ofNanos(System.nanoTime() - began);
            }
            // A visit costs next to nothing; the hub is not kept busy with questions before there is something to tell.
            if (live.isZero() && System.nanoTime() - asked < ASK.toNanos()) {
                Thread.sleep(LOOK_MILLIS);
                continue;
            }
            asked = System.nanoTime();
            // The list reads rows only; the deployment itself would ask its workflow each time.
            String status = api.get("/deployments?limit=1&project=" + slug)
                    .at("/items/0/status")
                    .asText();
            Duration now = Duration.ofNanos(System.nanoTime() - began);
            if (status.equals("succeeded") && !live.isZero()) {
                return new Timing(live, now, api.get("/deployments/" + id));
            }
            if ((ENDED.contains(status) && !status.equals("succeeded")) || now.compareTo(PATIENCE) > 0) {
                throw new IllegalStateException("The deployment does not succeed: "
                        + api.get("/deployments/" + id).toPrettyString());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean serves(String page) {
        try {
            Connection.Answer answer = Connection.once(hub.edgePort(), "/", headers());
            return answer.ok() && answer.body().equals(page);
        } catch (IOException e) {
            return false;
        }
    }

    /** Headers of a visitor's request at the edge. */
    public Map<String, String> headers() {
        return Map.of("Host", slug + ".localhost");
    }

    /** Its repository. */
    public SampleApp app() {
        return app;
    }
}
